/* Calendars: the bytes that other programs will read. */
#include "codec/ical.h"
#include "test/test.h"

TEST(a_calendar)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    struct ical ical = ical_begin(out, "-//Servanda//EN", "Deadlines; 2014", test_call.now);
    ical_event(&ical,
        &(struct ical_event){.uid = "duty-1@example.org",
            .from = date_of(2014, 6, 30),
            .title = "Report of the Secretary-General, sixty-ninth session\nto the Assembly",
            .url = "https://example.org/duty/1",
            .changed = test_call.now,
            .sequence = 2});
    ical_event(&ical,
        &(struct ical_event){.uid = "session-2@example.org",
            .from = date_of(2014, 5, 0),
            .title = "لجنة منع الجريمة والعدالة الجنائية، الدورة الثالثة والعشرون",
            .changed = test_call.now,
            .cancelled = true});
    ical_end(&ical);
    CHECK_TEXT(out->at,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Servanda//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
        "X-WR-CALNAME:Deadlines\\; 2014\r\n"
        "BEGIN:VEVENT\r\nUID:duty-1@example.org\r\nDTSTAMP:20140612T091200Z\r\nLAST-MODIFIED:20140612T091200Z\r\n"
        "SEQUENCE:2\r\nDTSTART;VALUE=DATE:20140630\r\nDTEND;VALUE=DATE:20140701\r\n"
        "SUMMARY:Report of the Secretary-General\\, sixty-ninth session\\nto the Assem\r\n bly\r\n"
        "URL:https://example.org/duty/1\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\nUID:session-2@example.org\r\nDTSTAMP:20140612T091200Z\r\n"
        "LAST-MODIFIED:20140612T091200Z\r\nSEQUENCE:0\r\nDTSTART;VALUE=DATE:20140501\r\n"
        "DTEND;VALUE=DATE:20140601\r\n"
        "SUMMARY:لجنة منع الجريمة والعدالة الجنائية، \r\n الدورة الثالثة والعشرون\r\n"
        "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}

/* No line is longer than 75 bytes, every line is whole UTF-8, and unfolded the text is the same. */
TEST(lines_are_folded_between_characters)
{
    for (int start = 0; start < 5; start++) {
        struct buffer *out = buffer_new(test_call.arena, 1 << 16), *unfolded = buffer_new(test_call.arena, 1 << 16);
        char *title =
            arena_format(test_call.arena, "%.*s立法援助立法援助立法援助立法援助立法援助立法援助", start, "abcde");
        struct ical ical = ical_begin(out, "x", title, 0);
        ical_end(&ical);
        for (const char *line = out->at; *line;) {
            size_t size = strcspn(line, "\r");
            CHECK(size <= 75);
            CHECK_NUMBER(utf8_valid(line, size), size);
            bool folded = line[0] == ' ';
            buffer_add(unfolded, line + folded, size - folded);
            line += size + 2;
        }
        CHECK(strstr(unfolded->at, title) != NULL);
    }
}

TEST(no_value_adds_a_line)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    struct ical ical = ical_begin(out, "x\r\nATTACH:evil", NULL, 0);
    ical_event(&ical, &(struct ical_event){.uid = "u", .from = date_of(2014, 1, 1), .url = "http://x/\r\nATTACH:evil"});
    ical_end(&ical);
    CHECK(strstr(out->at, "\nATTACH") == NULL);
    CHECK(strstr(out->at, "URL:http://x/ATTACH:evil\r\n") != NULL);
}

int main(void)
{
    RUN(a_calendar);
    RUN(lines_are_folded_between_characters);
    RUN(no_value_adds_a_line);
    return test_end();
}
