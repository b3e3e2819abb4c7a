#include "world/slots.h"

static struct date counted(const struct work_week *week, struct date from, int days, enum mark *mark)
{
    if (!date_whole(from))
        return (struct date){0};
    return working_day_before(week, date_add_days(from, days), mark);
}

void document_slots(struct document_slots *out, const struct work_week *week, struct date meeting, struct date opening,
    struct date closing)
{
    *out = (struct document_slots){.mark = MARK_COMPUTED};
    out->forecast = counted(week, opening, -98, &out->mark);
    out->hand_in = counted(week, meeting, -70, &out->mark);
    out->issue = counted(week, meeting, -42, &out->mark);
    out->in_session = counted(week, meeting, -21, &out->mark);
    out->final = counted(week, closing, 14, &out->mark);
}
