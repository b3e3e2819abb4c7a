/*
 * What declared records have under a person's name (fields of the type `user`) goes to another when the person leaves: registered with
 * access/hand_over.h, before the first call.
 *
 * Rows that no step leaves any more stay as they are; so do fields that tell who did something: those that are fixed, and those
 * that steps set.
 */
#pragma once

void hand_over_rows(void);
