/*
 * The days by which a document must be handed in and be out, counted back from the meeting that takes its item: ten weeks
 * before, four weeks to edit and translate, out six weeks before (rules DOC-... of data/session_rule.csv). A day that is
 * no working day moves to the working day before it.
 */
#pragma once
#include "world/workday.h"

struct document_slots {
    struct date forecast;   /* fourteen weeks before the session opens: the forecast stands */
    struct date hand_in;    /* ten weeks before the meeting */
    struct date issue;      /* six weeks before the meeting, in all official languages */
    struct date in_session; /* three weeks before: papers of the session itself are planned */
    struct date final;      /* two weeks after the closing: final reports are handed in */
    enum mark mark;
};

/* Unknown days give unknown days. `week` NULL: Saturday and Sunday, no holidays. */
void document_slots(struct document_slots *out, const struct work_week *week, struct date meeting, struct date opening,
    struct date closing);
