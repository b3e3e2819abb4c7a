/* The gate, held to the examples of gate_cases.txt, and what the table cannot say. */
#include "access/gate.h"
#include "test/test.h"

struct request {
    const char *id;
    int64_t version;
    const char *from;
    int64_t released;
    const char *texts[5];
};

#define TEXT_FIELD(n, class_)                                                                                          \
    {                                                                                                                  \
        .name = #n, .kind = KIND_TEXT, .class = class_,                                                                \
        .offset = offsetof(struct request, texts) + (n) * sizeof(char *)                                               \
    }
static const struct field fields[] = {
    TEXT_FIELD(0, CLASS_PUBLIC),
    TEXT_FIELD(1, CLASS_OFFICE),
    TEXT_FIELD(2, CLASS_CONFIDENTIAL),
    TEXT_FIELD(3, CLASS_PERSONAL),
    TEXT_FIELD(4, CLASS_SECRET),
    {.name = "from", .kind = KIND_REF, .class = CLASS_PUBLIC, .offset = offsetof(struct request, from)},
    {.name = "released", .kind = KIND_FLAG, .class = CLASS_PUBLIC, .offset = offsetof(struct request, released)},
};
enum { CLASSES = 5, FIELD_FROM = 5, FIELD_RELEASED = 6, MOST_WORDS = 40 };

static struct record request = {
    .noun = "request", .fields = fields, .field_count = 7, .scope = FIELD_FROM, .released = FIELD_RELEASED};

/* The words of a line, without its comment. */
static int words_of(char **words, char *line)
{
    int count = 0;
    for (char *at = line; *at && *at != '\n' && *at != '#';) {
        if (*at == ' ') {
            *at++ = 0;
            continue;
        }
        REQUIRE(count < MOST_WORDS);
        words[count++] = at;
        while (*at && *at != ' ' && *at != '\n')
            at++;
        if (*at == '\n')
            *at = 0;
    }
    return count;
}

static struct open_to open_of(char **words, int count)
{
    struct open_to open = {0};
    unsigned *to = NULL;
    for (int i = 0; i < count; i++) {
        enum role role;
        if (text_is(words[i], "all")) {
            to = &open.all;
        } else if (text_is(words[i], "own")) {
            to = &open.own;
        } else if (text_is(words[i], "released")) {
            to = &open.released;
        } else {
            REQUIRE(to && role_parse(&role, words[i]));
            *to |= ROLE_BIT(role);
        }
    }
    return open;
}

/* "officer+administrator": a user with these roles; scoped ones for XAA. */
static struct user user_of(char *roles)
{
    struct scope *scopes = NEW_ARRAY(test_call.arena, 4, struct scope);
    struct user user = {.scopes = scopes, .roles = ROLE_BIT(ROLE_public)};
    while (roles) {
        char *next = strchr(roles, '+');
        if (next)
            *next++ = 0;
        enum role role;
        REQUIRE(role_parse(&role, roles));
        user.roles |= ROLE_BIT(role);
        if (role_scoped(role)) {
            REQUIRE(user.scope_count < 4);
            scopes[user.scope_count++] = (struct scope){role, "XAA"};
        }
        roles = next;
    }
    return user;
}

static void check_line(int number, char **words, int count)
{
    struct request row = {.id = "1", .from = "XAB"};
    char who[100];
    snprintf(who, sizeof who, "%s", words[0]);
    struct user user = user_of(words[0]);
    int at = 2;
    if (text_is(words[1], "own"))
        row.from = "XAA";
    else if (text_is(words[1], "nobody's"))
        row.from = NULL;
    else
        REQUIRE(text_is(words[1], "others"));
    if (at < count && text_is(words[at], "released")) {
        row.released = 1;
        at++;
    }
    REQUIRE(count - at == CLASSES);
    for (int class = 0; class < CLASSES; class ++) {
        enum sight want = text_is(words[at + class], "shown") ? SIGHT_SHOWN : SIGHT_WITHHELD;
        if (gate_field(&user, &request, class, &row) != want)
            test_fail("gate_cases.txt", number, "%s on a row %s%s: class %d should be %s", who, words[1],
                row.released ? " released" : "", class, words[at + class]);
    }
}

static FILE *cases(void)
{
    char path[500];
    const char *root = getenv("SOURCE_ROOT");
    snprintf(path, sizeof path, "%s/src/access/gate_cases.txt", root ? root : "..");
    FILE *file = fopen(path, "r");
    REQUIRE(file);
    return file;
}

TEST(the_examples_hold)
{
    static const char *const verbs[VERBS] = {"see", "add", "change", "remove"};
    FILE *file = cases();
    char line[500], *words[MOST_WORDS];
    int lines = 0;
    for (int number = 1; fgets(line, sizeof line, file); number++) {
        int count = words_of(words, line);
        if (count == 0)
            continue;
        if (text_is(words[0], "open")) {
            for (int verb = 0; verb < VERBS; verb++)
                if (text_is(words[1], verbs[verb]))
                    request.open[verb] = open_of(words + 2, count - 2);
        } else if (text_is(words[0], "confidential")) {
            request.confidential = open_of(words + 1, count - 1);
        } else if (text_is(words[0], "personal")) {
            request.personal = open_of(words + 1, count - 1);
        } else {
            check_line(number, words, count);
            lines++;
        }
    }
    fclose(file);
    CHECK(lines >= 29);
}

/* For the cases after the file has told the declaration. */
static struct user with(const char *roles)
{
    return user_of(arena_text(test_call.arena, roles));
}

TEST(the_auditor_changes_nothing)
{
    struct request row = {.from = "XAA"};
    struct user auditor = with("auditor"), both = with("officer+auditor");
    CHECK(gate_row(&auditor, &request, VERB_SEE, &row));
    CHECK(!gate_row(&auditor, &request, VERB_ADD, &row)); /* though the declaration names the role */
    CHECK(!gate_row(&auditor, &request, VERB_CHANGE, &row));
    CHECK(gate_row(&both, &request, VERB_ADD, &row));
}

TEST(verbs_keep_to_scopes)
{
    struct request own = {.from = "XAA"}, others = {.from = "XAB", .released = 1};
    struct user focal = with("focal_point"), partner = with("partner");
    CHECK(gate_row(&focal, &request, VERB_CHANGE, &own));
    CHECK(!gate_row(&focal, &request, VERB_CHANGE, &others));
    CHECK(!gate_row(&partner, &request, VERB_CHANGE, &own));
    CHECK(!gate_row(&focal, &request, VERB_REMOVE, &own));
    CHECK(gate_row(&user_public, &request, VERB_SEE, &others));
    CHECK(!gate_row(&user_public, &request, VERB_SEE, &own));
    CHECK(gate_anywhere(&focal, &request, &request.open[VERB_CHANGE]));
    CHECK(!gate_anywhere(&partner, &request, &request.open[VERB_CHANGE]));
}

TEST(a_scope_counts_only_with_the_role_it_goes_with)
{
    static const struct scope scopes[] = {{ROLE_donor, "XAA"}};
    struct user donor = {.roles = ROLE_BIT(ROLE_donor), .scopes = scopes, .scope_count = 1};
    struct open_to only_focal = {.own = ROLE_BIT(ROLE_focal_point)};
    CHECK(!gate_open(&donor, &request, &only_focal, "XAA", false));
    only_focal.own |= ROLE_BIT(ROLE_donor);
    CHECK(gate_open(&donor, &request, &only_focal, "XAA", false));
    CHECK(!gate_open(&donor, &request, &only_focal, NULL, false)); /* a row of none is nobody's own */
}

/* A record that belongs to accounts: its scope is who, not a State. */
TEST(what_belongs_to_an_account_is_its_own)
{
    struct field by_account[7];
    memcpy(by_account, fields, sizeof by_account);
    by_account[FIELD_FROM].kind = KIND_USER;
    struct record note = request;
    note.fields = by_account;
    note.open[VERB_SEE] = note.open[VERB_ADD] = (struct open_to){.own = (1u << ROLE_COUNT) - 1};
    struct request mine = {.from = "ana"}, others = {.from = "ben"}, nobodys = {0};
    struct user ana = {.id = "ana", .roles = ROLE_BIT(ROLE_officer)}, deputy = ana;
    CHECK(gate_row(&ana, &note, VERB_SEE, &mine) && !gate_row(&ana, &note, VERB_SEE, &others));
    CHECK(!gate_row(&ana, &note, VERB_SEE, &nobodys) && !gate_row(&user_public, &note, VERB_SEE, &nobodys));
    CHECK(gate_verb_anywhere(&ana, &note, VERB_ADD) && !gate_verb_anywhere(&user_public, &note, VERB_ADD));
    struct gate_scope scope = gate_list(test_call.arena, &ana, &note);
    CHECK(!scope.all && scope.own_count == 1);
    CHECK_TEXT(scope.own[0], "ana");
    CHECK_NUMBER(gate_list(test_call.arena, &user_public, &note).own_count, 0);
    deputy.stands_for = "ben"; /* has what the absent has, and only that */
    CHECK(gate_row(&deputy, &note, VERB_SEE, &others) && !gate_row(&deputy, &note, VERB_SEE, &mine));
}

TEST(a_list_within_another)
{
    static const struct scope scopes[] = {{ROLE_focal_point, "XAA"}, {ROLE_partner, "XAC"}};
    struct user user = {
        .roles = ROLE_BIT(ROLE_focal_point) | ROLE_BIT(ROLE_partner), .scopes = scopes, .scope_count = 2};
    struct open_to focal = {.own = ROLE_BIT(ROLE_focal_point)}, everybody = {.all = ROLE_BIT(ROLE_public)},
                   released = {.released = ROLE_BIT(ROLE_partner)};
    struct gate_scope got = gate_list_within(test_call.arena, &user, &request, &focal); /* sees own and released */
    CHECK(!got.all && !got.released && got.own_count == 1);
    CHECK_TEXT(got.own[0], "XAA");
    got = gate_list_within(test_call.arena, &user, &request, &everybody);
    CHECK(!got.all && got.released && got.own_count == 2);
    got = gate_list_within(test_call.arena, &user, &request, &released); /* own rows that are released are among them */
    CHECK(!got.all && got.released && got.own_count == 2);
    struct user officer = with("officer");
    got = gate_list_within(test_call.arena, &officer, &request, &everybody);
    CHECK(got.all);
    got = gate_list_within(test_call.arena, &officer, &request, &focal);
    CHECK(!got.all && !got.released && got.own_count == 0);
}

TEST(who_an_account_is_the_office_knows)
{
    struct user officer = with("officer"), focal = with("focal_point");
    officer.id = "ana";
    focal.id = "ben";
    CHECK(gate_account(&officer, "ben") && gate_account(&focal, "ben") && !gate_account(&focal, "ana"));
    CHECK(!gate_account(&user_public, "ana"));
}

TEST(unknown_is_not_released)
{
    struct request row = {.from = "XAA", .released = UNKNOWN};
    CHECK(!gate_row(&user_public, &request, VERB_SEE, &row));
}

TEST(a_list_carries_its_scope)
{
    static const struct scope scopes[] = {
        {ROLE_focal_point, "XAA"}, {ROLE_partner, "XAC"}, {ROLE_donor, "XAA"}, {ROLE_partner, "XAD"}};
    struct user many = {.roles = ROLE_BIT(ROLE_focal_point) | ROLE_BIT(ROLE_partner) | ROLE_BIT(ROLE_donor),
        .scopes = scopes,
        .scope_count = 4};
    struct user officer = with("officer"), auditor = with("auditor"), administrator = with("administrator");
    struct gate_scope got = gate_list(test_call.arena, &many, &request);
    CHECK(!got.all && got.released);
    REQUIRE(got.own_count == 3);
    CHECK_TEXT(got.own[0], "XAA");
    CHECK_TEXT(got.own[1], "XAC");
    CHECK_TEXT(got.own[2], "XAD");
    got = gate_scope(test_call.arena, &many, &request, &request.open[VERB_CHANGE]);
    CHECK(!got.all && !got.released && got.own_count == 1);
    CHECK(gate_list(test_call.arena, &officer, &request).all);
    CHECK(gate_list(test_call.arena, &auditor, &request).all);
    got = gate_list(test_call.arena, &administrator, &request);
    CHECK(!got.all && got.released && got.own_count == 0); /* what is public is so for the administrator too */
    got = gate_scope(test_call.arena, &administrator, &request, &request.open[VERB_CHANGE]);
    CHECK(!got.all && !got.released && got.own_count == 0);
}

TEST(withheld_says_why)
{
    struct request own = {.from = "XAA"}, others = {.from = "XAB"};
    struct user partner = with("partner");
    CHECK_TEXT(gate_reason(&partner, &request, CLASS_CONFIDENTIAL, &own), "confidential");
    CHECK_TEXT(gate_reason(&partner, &request, CLASS_PUBLIC, &others), "row");
    CHECK_TEXT(gate_reason(&partner, &request, CLASS_OFFICE, &own), NULL);
}

static const char *consent_for;
static int consent_asked;

static enum sight consent(const struct user *user, const struct record *record, int field, const void *row)
{
    (void)record;
    consent_asked++;
    if (user->roles & ROLE_BIT(ROLE_officer) || field != CLASS_OFFICE)
        return SIGHT_SHOWN;
    return text_is(((const struct request *)row)->from, consent_for) ? SIGHT_SHOWN : SIGHT_WITHHELD;
}

static enum sight generous(const struct user *user, const struct record *record, int field, const void *row)
{
    (void)user, (void)record, (void)field, (void)row;
    return SIGHT_SHOWN;
}

TEST(rows_of_one_scope_are_looked_at_once)
{
    static struct gate_rule rule = {.reason = "consent", .answer = generous};
    struct request own = {.from = "XAA"}, same = {.from = "XAA"}, other = {.from = "XBB"}, nobodys = {.from = NULL};
    CHECK(gate_same(&request, &own, &same));
    CHECK(!gate_same(&request, &own, &other));
    CHECK(!gate_same(&request, &own, &nobodys));
    gate_register(&rule);
    CHECK(!gate_same(&request, &own, &same)); /* a rule may look at anything */
}

TEST(registered_rules_only_withhold)
{
    static struct gate_rule rule = {.reason = "consent", .answer = consent},
                            nothing = {.reason = "nothing", .answer = generous};
    struct request own = {.from = "XAA"};
    struct user partner = with("partner"), officer = with("officer");
    CHECK_NUMBER(gate_field(&partner, &request, CLASS_OFFICE, &own), SIGHT_SHOWN);
    gate_register(&rule);
    gate_register(&nothing);
    CHECK_TEXT(gate_reason(&partner, &request, CLASS_OFFICE, &own), "consent");
    CHECK_NUMBER(gate_field(&officer, &request, CLASS_OFFICE, &own), SIGHT_SHOWN);
    consent_for = "XAA";
    CHECK_NUMBER(gate_field(&partner, &request, CLASS_OFFICE, &own), SIGHT_SHOWN);
    consent_asked = 0;
    CHECK_NUMBER(gate_field(&partner, &request, CLASS_SECRET, &own), SIGHT_WITHHELD);
    CHECK_NUMBER(gate_field(&partner, &request, CLASS_CONFIDENTIAL, &own), SIGHT_WITHHELD);
    CHECK_NUMBER(consent_asked, 0); /* what the class withholds no rule can open */
}

static enum sight nobody_sees(const struct user *user, const struct record *record, int field, const void *row)
{
    (void)user, (void)record, (void)row;
    return field < 0 ? SIGHT_WITHHELD : SIGHT_SHOWN;
}

TEST(a_rule_may_withhold_the_row)
{
    static struct gate_rule rule = {.reason = "embargo", .answer = nobody_sees};
    struct request row = {.from = "XAA"};
    struct user officer = with("officer");
    gate_register(&rule);
    CHECK(!gate_row(&officer, &request, VERB_SEE, &row));
    CHECK_TEXT(gate_reason(&officer, &request, CLASS_PUBLIC, &row), "embargo");
}

TEST(the_operator_is_an_administrator_and_no_more)
{
    const struct user *operator= user_operator(test_call.arena, "nadia");
    CHECK_TEXT(operator->who, "operator:nadia");
    CHECK(user_has(operator, ROLE_administrator) && user_has(operator, ROLE_public));
    CHECK_NUMBER(operator->roles, ROLE_BIT(ROLE_administrator) | ROLE_BIT(ROLE_public));
}

TEST(roles_have_names)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        enum role back;
        CHECK(role_parse(&back, role_name((enum role)role)) && (int)back == role);
    }
    enum role none;
    CHECK(!role_parse(&none, "offic") && !role_parse(&none, NULL) && !role_parse(&none, ""));
    CHECK(role_scoped(ROLE_focal_point) && !role_scoped(ROLE_officer));
}

int main(void)
{
    RUN(the_examples_hold);
    RUN(the_auditor_changes_nothing);
    RUN(verbs_keep_to_scopes);
    RUN(a_scope_counts_only_with_the_role_it_goes_with);
    RUN(what_belongs_to_an_account_is_its_own);
    RUN(a_list_within_another);
    RUN(who_an_account_is_the_office_knows);
    RUN(unknown_is_not_released);
    RUN(a_list_carries_its_scope);
    RUN(withheld_says_why);
    RUN(rows_of_one_scope_are_looked_at_once);
    RUN(registered_rules_only_withhold);
    RUN(a_rule_may_withhold_the_row);
    RUN(the_operator_is_an_administrator_and_no_more);
    RUN(roles_have_names);
    return test_end();
}
