/*
 * Every command while memory runs short and statements fail, on both engines, as src/web/failing_test.c does with pages: it ends with what
 * it should, or with status 3 and a sentence; it is done whole or not at all; the next command is served.
 *
 * The program's own main (-Dmain=program_main) is run again and again in this process, with its output in files.
 */
#include "access/token.h"
#include "base/log.h"
#include "cli/command.h"
#include "record/digest.h"
#include "record/migrations.h"
#include "record/operate.h"
#include "store/job.h"
#include "store/ledger.h"
#include "test/failing.h"
#include "test/with_users.h"
#include <fcntl.h>
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

enum { MOST_WORDS_HERE = 24 };

int program_main(int argc, char **argv);

/*
 * Words between spaces; `#` is a number not used before, `%` the folder of this test, `@` the id (else the number in the ledger) that the
 * last command before told first. A command that starts with `!` is given no store.
 */
struct trial {
    const char *line;
    int status;          /* when nothing fails */
    const char *prepare; /* commands before it, between semicolons */
    bool costly;         /* takes long: a few of the places will do */
    const char *typed;   /* on standard input */
    bool of_job;         /* `@` is a job that waits */
};

#define USER "user add u# --name Somebody --role legal --no-password"

static const struct trial trials[] = {
    {"! help", 0},
    {"! help theme", 0},
    {"! help nothing", 2},
    {"! --version", 0},
    {"! permissions --json", 0},
    {"! permissions --csv", 0},
    {"! permissions --lang ar", 0},
    {"! completion bash", 0},
    {"! completion zsh", 0},
    {"! completion fish", 0},
    {"! nothing at all", 2},
    {"! theme lst", 2},
    {"! theme list --nonsense", 2},
    {"theme list", 0},
    {"theme list --sort id --all --csv", 0},
    {"theme list --json --most 5", 0},
    {"membership list state=XAA --lang zh", 0},
    {"theme list within=nothing", 1},
    {"theme show t1", 0},
    {"theme show t1 --json --lang fr", 0},
    {"theme show t1 --known-on 2014-06-12", 0},
    {"theme show nothing", 1},
    {"theme history t1", 0},
    {"theme history t1 --json", 0},
    {"theme links t1", 0},
    {"theme links t1 --json", 0},
    {"theme add id=a# name_en=Added about_fr=Un", 0},
    {"theme add id=!! name_en= --json", 1},
    {"theme set s# about_en=n#", 0, "theme add id=s# name_en=Set"},
    {"theme remove r# --reason over", 0, "theme add id=r# name_en=Removed"},
    {"theme remove t1", 1},
    {"theme step t1 nothing", 1},
    {"theme export", 0},
    {"theme export -o %/out.csv", 0},
    {"theme export -o %/out.xlsx", 0},
    {"theme export -o %/out.json", 0},
    {"theme export -o %/not/there.csv", 3},
    {"theme import %/in#.csv --dry-run", 0},
    {"theme import %/in#.csv", 0},
    {"theme import %/bad.csv", 1},
    {"theme import %/bad.csv --skip-bad --dry-run --json", 0},
    {"theme import %/missing.csv", 3},
    {"membership import %/members#.csv --json", 0},
    {"theme merge k# d# --reason one", 0, "theme add id=k# name_en=Kept; theme add id=d# name_en=Dropped"},
    {"theme bulk --where within=t1 about_ru=n# --dry-run", 0},
    {"theme bulk --where within=t1 about_ru=n#", 0},
    {"theme link t1 nothing t2", 1},
    {"theme unlink t1 nothing t2", 1},
    {"ledger verify", 0},
    {"ledger verify --json", 0},
    {"ledger take-back nothing", 2},
    {"ledger take-back @ --reason wrong", 0,
        "theme add id=b# name_en=Set; theme set b# about_en=n; ledger list --json --most 1"},
    {"ledger list --most 5", 0},
    {"ledger list --most 5 --json --lang ar", 0},
    {"ledger show 1", 0},
    {"ledger vouch --reason moved", 0},
    {"action rivals", 0},
    {"action rivals @ --json", 0, "action list --json"},
    {"action settle @ --reason seen", 0,
        "instrument add id=I# name_en=Treaty reach=universal kind=convention; "
        "action add instrument=I# state=XAA kind=accession date=2001-01-12 source=S1; "
        "action add instrument=I# state=XAA kind=accession date=2001-02-12 source=S2; action list instrument=I# "
        "--json"},
    {"! mandate parse %/resolution.txt", 0},
    {"! mandate parse --json %/resolution.txt", 0},
    {"! mandate parse %/missing.txt", 1},
    {"! mandate diff %/resolution.txt %/resolution.txt", 0},
    {"! mandate export --akn %/resolution.txt", 0},
    {"mandate import %/resolution.txt --dry-run --json", 1}, /* this store has no organs */
    {"mandate import %/resolution.txt", 1},
    {"mandate import %/missing.txt", 1},
    {"! --db %/whole.db migrate", 0},
    {"treaty import %/actions#.csv --instrument T1 --source S1", 0},
    {"treaty import %/actions#.csv --instrument T1 --source S1 --dry-run --json", 0},
    {"treaty import %/bad.csv", 1},
    {"treaty draft --state XAA --instrument T1 -o %/papers#.docx", 0},
    {"treaty draft --state XAA --instrument T1 -o %/papers#.txt", 2},
    {"system show", 0},
    {"system show --json", 0},
    {"system set office=Office-#", 0},
    {"job list", 0},
    {"job list --json", 0, .of_job = true},
    {"job show @", 0, .of_job = true},
    {"job show nothing", 1},
    {"job stop @", 0, .of_job = true},
    {"waiting --as admin", 0},
    {"waiting --as admin --ical", 0},
    {"waiting address --for desk --as admin", 0},
    {"waiting addresses --as admin", 0, "waiting address --as admin"},
    {"waiting withdraw @", 0, USER "; user token u# --for program; user tokens u# --json"},
    {"waiting withdraw nothing --as admin", 1},
    {"tend", 0},
    {"tend --json", 0},
    {"check --deep", 0},
    {"check --json", 0},
    {"backup %/backup#.db", 0},
    {"user list", 0},
    {"user list --json", 0},
    {"user add u# --name Somebody --role officer --no-password", 0},
    {"user roles u# --role legal", 0, "user add u# --name Somebody --no-password"},
    {"user disable u#", 0, "user add u# --name Somebody --no-password"},
    {"user enable u#", 0, "user add u# --name Somebody --no-password; user disable u#"},
    {"user erase u# --reason left", 0, "user add u# --name Somebody --no-password"},
    {"user show u#", 0, USER},
    {"user set u# --name Nobody --language ar", 0, USER},
    {"user history u#", 0, USER},
    {"user give u# writer", 0, USER},
    {"user take u# legal", 0, USER},
    {"user hand-over legal other --reason leave", 0},
    {"user hand-over legal other --dry-run --json", 0},
    {"user second-factor u# off --reason lost", 0, USER},
    {"user second-factor u# on", 1, USER}, /* of somebody else: only who has the telephone */
    {"user second-factor u# codes", 1, USER},
    {"user token u# --for program --days 3", 0, USER},
    {"user tokens u#", 0, USER "; user token u# --for program"},
    {"user token-withdraw @", 0, USER "; user token u# --for program; user tokens u# --json"},
    {"user sessions u#", 0, USER},
    {"user sign-out u#", 0, USER},
    {"user sign-out u# --session nothing", 0, USER},
    {"user stand-in u# other --until 2099-01-01 --since 2098-01-01", 0, USER},
    {"user stand-ins u#", 0, USER "; user stand-in u# other --until 2099-01-01 --since 2098-01-01"},
    {"user stand-in-end @", 0,
        USER "; user stand-in u# other --until 2099-01-01 --since 2098-01-01; user stand-ins u# --json"},
    {"user password legal", 0, .costly = true, .typed = "Tulips grow in Delft\n"},
    {"! --db %/new#.db init", 0, .costly = true},
    {"! --db %/demo#.db demo", 0, .costly = true},
    {"! --db %/restored#.db restore %/whole.db", 0, .costly = true},
    {"! --db %/notthere.db theme list", 1},
    {"serve --listen nonsense", 2},
};

/* ---- one command ---- */

static int terminal, errors; /* where the test itself speaks */
static long last_number;
static const char *last_told = ""; /* what `@` stands for */

static const char *in_folder(const char *name)
{
    return arena_format(test_call.arena, "%s/%s", test_folder(), name);
}

static void write_file(const char *path, const char *text)
{
    FILE *out = fopen(path, "w");
    REQUIRE(out && fputs(text, out) >= 0 && fclose(out) == 0);
}

static char *read_file(const char *path)
{
    char *text = arena_alloc(test_call.arena, 64 << 10);
    FILE *in = fopen(path, "r");
    REQUIRE(in);
    text[fread(text, 1, (64 << 10) - 1, in)] = 0;
    fclose(in);
    return text;
}

struct words {
    char *word[MOST_WORDS_HERE];
    int count;
};

static void add_word(struct words *words, const char *word)
{
    REQUIRE(words->count < MOST_WORDS_HERE - 1);
    words->word[words->count++] = arena_text(test_call.arena, word);
}

static const char *filled(const char *text)
{
    struct buffer *out = buffer_new(test_call.arena, 1 << 16);
    for (; *text; text++)
        if (*text == '#')
            buffer_number(out, last_number);
        else if (*text == '%')
            buffer_text(out, test_folder());
        else if (*text == '@')
            buffer_text(out, last_told);
        else
            buffer_byte(out, *text);
    return out->at;
}

static struct words words_of(const char *line)
{
    struct words words = {0};
    const char *at = filled(line);
    add_word(&words, "servanda");
    if (*at == '!') {
        at += 2;
    } else {
        add_word(&words, "--db");
        add_word(&words, place);
        if (!on_sqlite() && !strstr(at, "--as ")) {
            add_word(&words, "--as");
            add_word(&words, "admin");
        }
    }
    for (; *at; at += strcspn(at, " "), at += strspn(at, " "))
        add_word(&words, arena_copy(test_call.arena, at, strcspn(at, " ")));
    return words;
}

static void redirect(int to, const char *path, int flags)
{
    int file = open(path, flags, 0600);
    REQUIRE(file >= 0 && dup2(file, to) == to);
    close(file);
}

/* What is to fail in the next run of the program. */
struct failure {
    enum { NOTHING, NOTING, STEP, ALLOCATION, ALL_AFTER } what;
    unsigned n;
};
static const char *const failures[] = {"nothing", "nothing", "step", "allocation", "allocation and all after"};
static unsigned long steps_made;

static int run_program(struct words *words, struct failure failure)
{
    if (failure.what == NOTING)
        failing_note();
    else if (failure.what > STEP)
        failing_choose(failure.n, failure.what == ALL_AFTER);
    db_fail_at(failure.what == STEP ? failure.n : 0);
    int status = program_main(words->count, words->word);
    failing_stop();
    steps_made = db_steps();
    db_fail_at(0);
    return status;
}

/* Its status; what it said goes to the files `said` and `told`. */
static int run_line(const char *line, const char *typed, struct failure failure)
{
    const int writing = O_WRONLY | O_CREAT | O_TRUNC;
    struct words words = words_of(line);
    fflush(stdout);
    write_file(in_folder("typed"), text_or(typed, ""));
    redirect(STDIN_FILENO, in_folder("typed"), O_RDONLY);
    redirect(STDOUT_FILENO, in_folder("said"), writing);
    redirect(STDERR_FILENO, in_folder("told"), writing);
    int status = run_program(&words, failure);
    fflush(stdout);
    REQUIRE(dup2(terminal, STDOUT_FILENO) == STDOUT_FILENO && dup2(errors, STDERR_FILENO) == STDERR_FILENO);
    return status;
}

/* ---- all tries of one command ---- */

static const SQL(count_entries, "SELECT count(*) FROM ledger");

static int64_t entries_now(void)
{
    int64_t count;
    REQUIRE(db_number(&count, reader(), &test_call, &count_entries, NO_ARGS) == OK);
    return count;
}

/* The first id in JSON, else the first number of an entry. */
static const char *id_told(const char *said)
{
    const char *at = strstr(said, "\"id\":\"");
    if (at && !strstr(said, "\"seq\":"))
        return arena_copy(test_call.arena, at + 6, strcspn(at + 6, "\""));
    at = strstr(said, "\"seq\":");
    return at ? arena_copy(test_call.arena, at + 6, strcspn(at + 6, ",")) : "";
}

static const char *a_job(void)
{
    char *id;
    call_clear(&test_call);
    REQUIRE(job_add(&id, store, &test_call, "import", "{}") == OK);
    return id;
}

/* What the command needs; files that it may read; the number of entries before it. */
static int64_t ready(const struct trial *trial)
{
    char day[DATE_TEXT];
    struct arena *arena = test_call.arena;
    last_number++;
    write_file(filled("%/in#.csv"), arena_format(arena, "id,name_en\r\nf%ld,File %ld\r\n", last_number, last_number));
    write_file(filled("%/members#.csv"),
        arena_format(arena, "state,group,since\r\nXAA,g1,%s\r\n", date_text(day, date_from_days(10000 + last_number))));
    write_file(filled("%/actions#.csv"),
        arena_format(arena,
            "instrument_id,state_name_in_source,iso3,action,action_date,effective_date,action_basis,"
            "flag_reservation_or_note,source_id\nT1,Xanadu,XAA,notification,%s,,stated,,S1\n",
            day));
    for (const char *at = trial->prepare; at && *at; at += strcspn(at, ";"), at += strspn(at, "; ")) {
        const char *line = arena_copy(arena, at, strcspn(at, ";"));
        if (run_line(line, NULL, (struct failure){NOTHING}) != 0)
            test_fail(__FILE__, __LINE__, "%s: %s", line, read_file(in_folder("told")));
    }
    last_told = trial->of_job ? a_job() : trial->prepare ? id_told(read_file(in_folder("said"))) : "";
    return entries_now();
}

static unsigned long tries;

static void try_one(const struct trial *trial, int64_t full, struct failure failure)
{
    int64_t before = ready(trial);
    int status = run_line(trial->line, trial->typed, failure);
    int64_t grown = entries_now() - before;
    const char *told = read_file(in_folder("told")), *what = failures[failure.what];
    tries++;
    if (status != trial->status && status != 3)
        test_fail(__FILE__, __LINE__, "%s, %s %u fails: status %d: %s", trial->line, what, failure.n, status, told);
    if (status != 0 && (strlen(told) < 12 || told[strlen(told) - 1] != '\n'))
        test_fail(__FILE__, __LINE__, "%s, %s %u fails: says only \"%s\"", trial->line, what, failure.n, told);
    if (grown != full && (grown != 0 || status == 0))
        test_fail(__FILE__, __LINE__, "%s, %s %u fails: status %d with %lld entries of %lld", trial->line, what,
            failure.n, status, (long long)grown, (long long)full);
}

static bool at_length(void)
{
    const char *ci = getenv("SERVANDA_TEST_FULL");
    return ci && *ci;
}

/* The next step to fail. In the short form the first ones each, later ones fewer; a server makes a new connection for each try. */
static unsigned after(unsigned n, unsigned count, const struct trial *trial)
{
    const unsigned few = at_length() ? 12 : 3;
    if (trial->costly)
        return n + 1 + count / few;
    return at_length() ? n + 1 : n + (on_sqlite() ? 1 : 4) + n / 8;
}

static void try_all(const struct trial *trial)
{
    int64_t before = ready(trial);
    int status = run_line(trial->line, trial->typed, (struct failure){NOTING});
    unsigned places = failing_noted(), steps = (unsigned)steps_made;
    int64_t full = entries_now() - before;
    if (status != trial->status)
        test_fail(__FILE__, __LINE__, "%s: status %d: %s", trial->line, status, read_file(in_folder("told")));
    for (unsigned n = 1; n <= steps; n = after(n, steps, trial))
        try_one(trial, full, (struct failure){STEP, n});
    for (unsigned i = 0; i < places;
         i = trial->costly ? after(i, places, trial) : i + (at_length() || on_sqlite() ? 1 : 4)) {
        if (at_length() || i % 3 < 2)
            try_one(trial, full, (struct failure){ALLOCATION, i});
        if (at_length() || i % 3 == 2)
            try_one(trial, full, (struct failure){ALL_AFTER, i});
    }
#ifdef __SANITIZE_ADDRESS__
    if (at_length() && __lsan_do_recoverable_leak_check()) /* else at the end of the program */
        test_fail(__FILE__, __LINE__, "%s leaks", trial->line);
#endif
}

/* ---- the store, and all commands ---- */

static void set_row(const char *noun, const struct input *inputs, int count)
{
    struct outcome outcome;
    call_clear(&test_call);
    REQUIRE(record_add(&outcome, store, &test_call, record_named(noun), inputs, count) == OK);
}
#define SET(noun, ...)                                                                                                 \
    set_row(                                                                                                           \
        noun, (const struct input[]){__VA_ARGS__}, sizeof((const struct input[]){__VA_ARGS__}) / sizeof(struct input))

static const char resolution[] =
    "Resolution 1 (2014)\n\nAdopted by the Security Council at its 1st meeting, on 12 June 2014\n\n"
    "The Security Council,\n\nRecalling its earlier resolutions,\n\n"
    "1. Decides to remain seized of the matter;\n\n2. Requests the Secretary-General to report within 90 days.\n";

static void begin(void)
{
    size_t count;
    char token[SECRET_TEXT];
    const struct migration *migrations = all_migrations(test_call.arena, &count);
    store = new_store(migrations, count);
    as_operator();
    add("legal", ROLE_legal, NULL);
    add("other", ROLE_legal, NULL);
    char *admin = add("admin", ROLE_administrator, NULL);
    SET("state", {"id", "XAA"}, {"name_en", "Xanadu"}, {"status", "invented"});
    SET("group", {"id", "g1"}, {"name_en", "Group"}, {"kind", "list"}, {"coverage", "partial"});
    SET("theme", {"id", "t1"}, {"name_en", "First"});
    SET("theme", {"id", "t2"}, {"name_en", "Second"}, {"within", "t1"});
    SET("source", {"id", "S1"}, {"title", "One source"});
    SET("source", {"id", "S2"}, {"title", "Another"});
    SET("instrument", {"id", "T1"}, {"name_en", "Treaty"}, {"reach", "universal"}, {"kind", "convention"});
    SET("action", {"instrument", "T1"}, {"state", "XAA"}, {"kind", "signature"}, {"date", "2001"}, {"source", "S1"});
    SET("action", {"instrument", "T1"}, {"state", "XAA"}, {"kind", "signature"}, {"date", "2002"}, {"source", "S2"});
    test_call.now = now_utc(); /* the program looks at the clock */
    REQUIRE(token_add(token, store, &test_call, admin, "test", 0, 0) == OK);
    write_file(in_folder("token"), token);
    setenv("SERVANDA_TOKEN_FILE", in_folder("token"), 1);
    write_file(in_folder("bad.csv"), "id,name_en,within\r\nb1,Bad,nowhere\r\n!,,\r\n");
    write_file(in_folder("resolution.txt"), resolution);
    unlink(in_folder("whole.db"));
    if (run_line("backup %/whole.db", NULL, (struct failure){NOTHING}) != 0)
        test_fail(__FILE__, __LINE__, "%s", read_file(in_folder("told")));
}

/* Every command of the tables and every verb of a record is among the trials. */
static bool is_tried(const char *noun, const char *verb)
{
    size_t n = strlen(noun), v = verb ? strlen(verb) : 0;
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
        for (const char *at = trials[i].line; at; at = strchr(at, ' ')) {
            at += *at == ' ';
            if (!strncmp(at, noun, n) && (!at[n] || at[n] == ' ') &&
                (!verb || (at[n] && !strncmp(at + n + 1, verb, v) && (!at[n + 1 + v] || at[n + 1 + v] == ' '))))
                return true;
        }
    return false;
}

static void check_all_tried(void)
{
    for (const struct command *const *table = command_tables; *table; table++)
        for (const struct command *command = *table; command->noun; command++)
            if (!is_tried(command->noun, command->verb))
                test_fail(__FILE__, __LINE__, "not tried: %s %s", command->noun, text_or(command->verb, ""));
    for (const char *const *verb = record_verbs; *verb; verb++)
        if (!is_tried("theme", *verb) && !is_tried("action", *verb)) /* which has rivals */
            test_fail(__FILE__, __LINE__, "not tried: theme %s", *verb);
}

TEST(whatever_fails_no_command_is_half_done)
{
    struct ledger_report report;
    begin();
    log_set_level(LOG_ERROR + 1);
    failing_depth(at_length() ? 14 : 8);
    tries = 0;
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++)
        try_all(&trials[i]);
    check_all_tried();
    call_clear(&test_call);
    REQUIRE(ledger_verify(&report, store, &test_call, record_digests, NULL, NULL, NULL, NULL) == OK);
    CHECK_NUMBER(report.faults, 0);
    printf("# %lu tries\n", tries);
}

int main(void)
{
    terminal = dup(STDOUT_FILENO);
    errors = dup(STDERR_FILENO);
    RUN_ON_BOTH(whatever_fails_no_command_is_half_done);
    return test_end();
}
