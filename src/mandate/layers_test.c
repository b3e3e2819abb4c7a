/* Each layer of the reader alone: encodings, lines, columns, furniture, footnotes, clean text, labels, symbols, differences. */
#include "mandate/cite.h"
#include "mandate/diff.h"
#include "mandate/encoding.h"
#include "mandate/paragraphs.h"
#include "mandate/reader.h"
#include "test/test.h"

static enum encoding looks(const char *bytes, size_t size)
{
    size_t start;
    return encoding_of(bytes, size, &start);
}

TEST(encodings_are_told_apart)
{
    CHECK_NUMBER(looks("", 0), ENCODING_EMPTY);
    CHECK_NUMBER(looks(" \r\n\t", 4), ENCODING_EMPTY);
    CHECK_NUMBER(looks("\xEF\xBB\xBFThe", 6), ENCODING_UTF8);
    CHECK_NUMBER(looks("\xFF\xFET\0h\0e\0", 8), ENCODING_UTF16);
    CHECK_NUMBER(looks("\0T\0h\0e\0 \0G\0e\0n\0e\0r", 18), ENCODING_UTF16);
    CHECK_NUMBER(looks("L'Assembl\xE9"
                       "e g\xE9n\xE9rale",
                     20),
        ENCODING_WINDOWS);
    CHECK_NUMBER(looks("\xC3\xE5\xED\xE5\xF0\xE0\xEB\xFC\xED\xE0\xFF \xC0\xF1\xF1\xE0\xEC\xE1\xEB\xE5\xFF", 20),
        ENCODING_CYRILLIC);
    CHECK_NUMBER(looks("%PDF-1.7\n", 9), ENCODING_PDF);
    CHECK_NUMBER(looks("PK\3\4word", 8), ENCODING_ZIP);
    CHECK_NUMBER(looks("\1\2\3\0\0\xFF\xFE\x80", 8), ENCODING_BINARY);
}

static struct lines lines_of(const char *text)
{
    struct lines lines;
    CHECK(lines_cut(&lines, test_call.arena, text, strlen(text)));
    return lines;
}

TEST(lines_know_their_indent_blanks_and_pages)
{
    struct lines lines = lines_of("one\n\n\n   two  \r\n\tthree\n\fA/RES/1/1\n<!-- Page 2 -->\nfour");
    CHECK_NUMBER(lines.count, 5);
    CHECK_NUMBER(lines.at[1].blank, 2);
    CHECK_NUMBER(lines.at[1].indent, 3);
    CHECK_NUMBER(line_size(&lines, 1), 3);
    CHECK_NUMBER(lines.at[2].indent, 8);
    CHECK(lines.at[3].page);
    CHECK(lines.at[4].page);
}

TEST(furniture_is_no_text)
{
    struct lines lines = lines_of("18-18142 (E)      021118\n*1818142*\nA/RES/73/7\n2/5                 18-18142\n1. "
                                  "Requests it;\n21/18\nTitle of it\nGeneral Assembly—Thirty-first Session\n_______\n");
    furniture_mark(&lines);
    static const enum line_role roles[] = {LINE_FURNITURE, LINE_FURNITURE, LINE_MASTHEAD, LINE_FURNITURE, LINE_TEXT,
        LINE_TEXT, LINE_TEXT, LINE_FURNITURE, LINE_FURNITURE};
    CHECK_NUMBER(lines.count, 9);
    for (size_t i = 0; i < lines.count; i++)
        CHECK_NUMBER(lines.at[i].role, roles[i]);
}

TEST(footnotes_are_taken_out_of_the_sentence)
{
    struct lines lines = lines_of("the request that the Council study\n33 A/CONF.48/14 and Corr.1.\n34 Ibid., chap. "
                                  "II.\nthis matter and report.\n");
    struct notes notes;
    furniture_mark(&lines);
    notes_take(&notes, &lines);
    CHECK_NUMBER(notes.count, 2);
    CHECK_NUMBER(notes.at[1].number, 34);
    CHECK(note_exists(&notes, 33));
    CHECK_NUMBER(lines.at[3].role, LINE_TEXT);
}

static const char *cleaned(const char *source, struct text *text)
{
    struct lines lines = lines_of(source);
    struct notes notes = {0};
    text_begin(text, test_call.arena, strlen(source));
    for (size_t i = 0; i < lines.count; i++)
        text_add(text, &lines, &notes, lines.at[i].from, lines.at[i].to, i > 0);
    return arena_copy(test_call.arena, text->bytes, text->size);
}

TEST(clean_text_is_mended_and_knows_its_source)
{
    static const struct {
        const char *source, *clean;
    } cases[] = {
        {"*Recalling* the Strategy;1", "Recalling the Strategy;"},
        {"of the Protocols2", "of the Protocols"},
        {"24 to 27 February 20043 to the", "24 to 27 February 2004 to the"},
        {"15 June 197238 adopted", "15 June 1972 adopted"},
        {"Counter-\nTerrorism", "Counter-Terrorism"},
        {"seventy-\nfourth", "seventy-fourth"},
        {"post -\nconflict", "post-conflict"},
        {"imple-\nmentation", "implementation"},
        {"Secretary -General", "Secretary-General"},
        {"resolution\xC2\xA0"
         "60/288",
            "resolution 60/288"},
        {"A/64/440 and Corr.1", "A/64/440 and Corr.1"},
        {"3,000 troops, 1.5 per cent", "3,000 troops, 1.5 per cent"},
        {"Lebanon\xC2\xB9\xE2\x81\xB0 and", "Lebanon and"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text;
        CHECK_TEXT(cleaned(cases[i].source, &text), cases[i].clean);
    }
    struct text text;
    static const char source[] = "the   Strategy;1 and it";
    const char *clean = cleaned(source, &text), *and = strstr(clean, "and");
    CHECK_NUMBER(text_source(&text, (size_t)(and-clean)), strstr(source, "and") - source);
    CHECK_NUMBER(text.mark_count, 1);
}

TEST(labels_are_read)
{
    static const struct {
        const char *text;
        enum label_kind kind;
        const char *label;
    } cases[] = {{"12. Requests", LABEL_NUMBER, "12"}, {"“*1. Commends*", LABEL_NUMBER, "1"},
        {"“4. *Recognizes*", LABEL_NUMBER, "4"}, {"1, Requests it", LABEL_NUMBER, "1"},
        {"l. Requests it", LABEL_NUMBER, "1"}, {"(iv) To do", LABEL_BRACKET, "iv"}, {"(a)\tTo do", LABEL_BRACKET, "a"},
        {"II", LABEL_SECTION, "II"}, {"B. Measures", LABEL_SECTION, "B"}, {"60/288 of 8 September", LABEL_NONE, ""},
        {"1.5 per cent", LABEL_NONE, ""}, {"2006. The", LABEL_NONE, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tokens tokens = {.arena = test_call.arena};
        tokens_cut(&tokens, cases[i].text, strlen(cases[i].text), 20);
        struct label label = label_read(cases[i].text, tokens.at, tokens.count);
        CHECK_NUMBER(label.kind, cases[i].kind);
        CHECK_TEXT(label.text, cases[i].label);
    }
}

static const char *cited_in(const char *text, enum un_organ adopter)
{
    struct tokens tokens = {.arena = test_call.arena};
    struct citer citer;
    struct buffer *out = buffer_new(test_call.arena, 4000);
    tokens_cut(&tokens, text, strlen(text), 1000);
    citer_init(&citer, test_call.arena, adopter, adopter == ORGAN_HRC ? 31 : 64);
    cite_read(&citer, text, tokens.at, tokens.count, 0, WHERE_PREAMBLE);
    for (size_t i = 0; i < citer.count; i++)
        buffer_format(out, "%s%s", i ? " " : "", citer.found[i].symbol);
    return out->size ? out->at : "";
}

TEST(references_are_found_and_numbers_left_alone)
{
    CHECK_TEXT(cited_in("General Assembly resolution 60/251, Human Rights Council resolutions 5/1 and 31/3, and "
                        "Commission on Human Rights resolution 2004/87",
                   ORGAN_HRC),
        "A/RES/60/251 A/HRC/RES/5/1 A/HRC/RES/31/3 E/CN.4/RES/2004/87");
    CHECK_TEXT(cited_in("its resolutions 2200 A (XXI), 3201 (S-VI) and 377 A (v) of 3 November 1950", ORGAN_GA),
        "A/RES/2200A(XXI) A/RES/3201(S-VI) A/RES/377A(V)");
    CHECK_TEXT(cited_in("resolutions 2187 (2014) and 2206\n(2015)", ORGAN_SC), "S/RES/2187(2014) S/RES/2206(2015)");
    CHECK_TEXT(cited_in("for 2017/18; paragraph 4 (a) of the annex, vol. 2187, No. 38544, page 2/5", ORGAN_GA), "");
    CHECK_TEXT(cited_in("(A/59/754-S/2005/197, A/64/440 and Corr.1)", ORGAN_GA),
        "A/59/754 S/2005/197 A/64/440 A/64/440/Corr.1");
    CHECK_TEXT(
        cited_in("in its resolution 2 (XXXIV), the Commission on Narcotic Drugs in its resolution 51/12", ORGAN_ECOSOC),
        "E/RES/2(XXXIV)");
    CHECK_TEXT(cited_in("Economic and Social Council resolution 2011 (LXI)", ORGAN_GA), "E/RES/2011(LXI)");
    CHECK_TEXT(cited_in("第60/288号决议", ORGAN_GA), "A/RES/60/288");
}

static struct resolution *one(const char *text)
{
    struct mandate_reading reading;
    mandate_read(&reading, mandate_reader_new(test_call.arena), test_call.arena, text, strlen(text));
    REQUIRE(reading.count == 1);
    return reading.at[0];
}

TEST(differences_are_told_word_by_word)
{
    struct resolution *a =
        one("The General Assembly,\nRecalling the Charter,\n1. Urges Member States to act without delay;\n2. Requests "
            "the Secretary-General to report on the matter;\n3. Decides to close the list of speakers.\n");
    struct resolution *b = one("The General Assembly,\nRecalling the Charter,\n1. Requests the Secretary-General to "
                               "report on the matter;\n2. Strongly urges Member States to act without further "
                               "delay;\n3. Thanks the Committee for its report on the rivers.\n");
    struct mandate_diff diff;
    mandate_diff(&diff, test_call.arena, a, b);
    CHECK_NUMBER(diff.count, 5);
    size_t kinds[4] = {0}, moved = 0;
    for (size_t i = 0; i < diff.count; i++) {
        const struct diff_pair *pair = &diff.pairs[i];
        kinds[pair->kind]++;
        moved += pair->moved;
        struct buffer *old = buffer_new(test_call.arena, 4000), *now = buffer_new(test_call.arena, 4000);
        for (size_t e = 0; e < pair->edit_count; e++) {
            if (pair->edits[e].kind != '+')
                buffer_add(old, pair->edits[e].text, pair->edits[e].size);
            if (pair->edits[e].kind != '-')
                buffer_add(now, pair->edits[e].text, pair->edits[e].size);
        }
        if (pair->kind == DIFF_CHANGED) {
            CHECK_TEXT(old->at, "Urges Member States to act without delay;");
            CHECK_TEXT(now->at, "Strongly urges Member States to act without further delay;");
        }
    }
    CHECK_NUMBER(kinds[DIFF_SAME], 2);
    CHECK_NUMBER(kinds[DIFF_CHANGED], 1);
    CHECK_NUMBER(kinds[DIFF_ADDED], 1);
    CHECK_NUMBER(kinds[DIFF_DROPPED], 1);
    CHECK_NUMBER(moved, 1);
}

/* What nobody writes is answered as well: in time that grows with size, by a refusal or a reading. */
TEST(hostile_texts_are_answered)
{
    enum { SIZE = 1 << 20 };
    static const char *const pieces[] = {"(a) ", "“", "1. Requests ", "The General Assembly, ", "1 Ibid.\n",
        "resolution 60/288, ", "A/1/", "\n\n", "[", "I\n", "65th plenary meeting\n"};
    struct mandate_reader *reader = mandate_reader_new(test_call.arena);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buffer *text = buffer_new(test_call.arena, 2 * SIZE);
        while (text->size < SIZE / 16)
            buffer_text(text, pieces[i]);
        struct mandate_reading reading;
        mandate_read(&reading, reader, test_call.arena, text->at, text->size);
        CHECK(reading.count > 0 || reading.error != NULL);
    }
}

int main(void)
{
    RUN(encodings_are_told_apart);
    RUN(lines_know_their_indent_blanks_and_pages);
    RUN(furniture_is_no_text);
    RUN(footnotes_are_taken_out_of_the_sentence);
    RUN(clean_text_is_mended_and_knows_its_source);
    RUN(labels_are_read);
    RUN(references_are_found_and_numbers_left_alone);
    RUN(differences_are_told_word_by_word);
    RUN(hostile_texts_are_answered);
    return test_end();
}
