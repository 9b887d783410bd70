-- What the published figures mean, said once more: nothing here asks the code that makes them.
-- Given: raw_response, raw_finding, raw_decision, raw_result (the ledger's rows) and the configuration: form, item,
-- level, school, network, supervisor; moved, charged and assigned (what belonged where, and when); sheet (what
-- spreadsheets are about), term (the semester shown, the one before, the year, this year and
-- the one before, in which was sent what is listed, today, the day to reckon from),
-- working_day; chain and word (who decides what), absence and half; rule, rule_on, rule_asks and told (what is asked
-- for, on which days of the year, of which forms, and where a form tells which year and part of it a report is for);
-- summed and apart (which numbers are added up, as parts of what, and which answers tell yearly records apart);
-- crossed (of which questions a form's definition makes tables).

-- A response is about the day that it tells, else, or where an error is found in that day, the one on which it came
-- (Thai time). Deleted ones are gone.
-- What has an error, or was left out by a person, is kept and shown, and counts for nothing.
CREATE TABLE response AS
SELECT
  r.form, r.id,
  CAST(r.submitted AS TIMESTAMP) + INTERVAL 7 HOUR AS submitted,
  CAST(CAST(r.created AS TIMESTAMP) + INTERVAL 7 HOUR AS DATE) AS first_sent,
  CAST(r.entry ->> '$[9]' AS DATE) AS ends,
  coalesce(CAST(r.entry ->> '$[3]' AS DATE), CAST(CAST(r.submitted AS TIMESTAMP) + INTERVAL 7 HOUR AS DATE)) AS day,
  r.entry -> '$[4]' AS members,
  r.entry -> '$[5]' AS scores,
  r.entry -> '$[10]' AS people,
  r.entry -> '$[11]' AS answers,
  len(json_keys(r.entry -> '$[7]')) > 0 AS wrote,
  coalesce(worst.errors, 0) > 0 AS wrong,
  coalesce(worst.errors, 0) = 0 AND coalesce(worst.warnings, 0) > 0 AS odd,
  coalesce(worst.errors, 0) = 0 AND r.left_out = 0 AS counted
FROM raw_response AS r
LEFT JOIN (
  SELECT form, response,
    count(*) FILTER (severity = 'error') AS errors, count(*) FILTER (severity = 'warning') AS warnings
  FROM raw_finding GROUP BY ALL
) AS worst ON worst.form = r.form AND worst.response = r.id
WHERE r.deleted IS NULL;

-- What was answered about who, where and what. A school's network is that of the day, whatever was chosen.
CREATE TABLE said AS
SELECT form, response.id, m.key AS dimension, m.value ->> '$' AS code FROM response, json_each(members) AS m;
CREATE TABLE member AS
SELECT form, id, dimension, code FROM said WHERE dimension NOT IN ('network', 'deputy')
UNION ALL
SELECT form, id, 'network', coalesce(moved.network, school.network, chosen.code)
FROM response
LEFT JOIN (FROM said WHERE dimension = 'school') AS there USING (form, id)
LEFT JOIN (FROM said WHERE dimension = 'network') AS chosen USING (form, id)
LEFT JOIN school ON school.code = there.code
LEFT JOIN moved ON moved.school = there.code AND response.day >= moved.since AND response.day < moved.until
WHERE coalesce(school.network, chosen.code) IS NOT NULL;
INSERT INTO member
SELECT form, id, 'deputy', deputy FROM member JOIN network ON network.code = member.code WHERE dimension = 'network';
CREATE TABLE person AS
SELECT form, response.id, p.value ->> '$' AS code FROM response, json_each(people) AS p;

-- Whose a response is, and which responses the figures of a spreadsheet stand on: a supervisor's on those of the
-- networks of the team; the office's and a learning area's on all.
CREATE TABLE own AS
SELECT sheet.name AS sheet, form, id FROM sheet, response WHERE kind IN ('district', 'office')
UNION ALL
SELECT sheet.name, form, id FROM sheet JOIN member ON kind <> 'supervisor' AND dimension = kind AND member.code = sheet.code
UNION ALL
SELECT sheet.name, form, id FROM sheet JOIN person ON kind = 'supervisor' AND person.code = sheet.code;
CREATE TABLE shown AS
SELECT own.* FROM own JOIN sheet ON sheet.name = own.sheet WHERE kind NOT IN ('supervisor', 'learning_area')
UNION ALL
SELECT sheet.name, form, id FROM sheet, response WHERE kind = 'learning_area'
UNION ALL
SELECT sheet.name, form, id
FROM sheet
JOIN supervisor ON kind = 'supervisor' AND supervisor.code = sheet.code
JOIN network USING (team)
JOIN member ON dimension = 'network' AND member.code = network.code;

-- Every way in which a response is cut, once for each.
CREATE TABLE cut AS
SELECT form, id, 'all' AS dimension, '' AS code FROM response
UNION ALL SELECT form, id, dimension, code FROM member WHERE dimension <> 'supervisor'
UNION ALL SELECT form, id, 'supervisor', code FROM member WHERE dimension = 'supervisor'
UNION ALL
SELECT form, id, 'week', CAST(day - CAST((isodow(day) + 1) % 7 AS INTEGER) AS VARCHAR) FROM response
UNION ALL
SELECT form, id, 'network*learning_area', a.code || '|' || b.code
FROM member AS a JOIN member AS b USING (form, id)
WHERE a.dimension = 'network' AND b.dimension = 'learning_area'
UNION ALL
SELECT form, id, 'school*class', a.code || '|' || b.code
FROM member AS a JOIN member AS b USING (form, id) WHERE a.dimension = 'school' AND b.dimension = 'class';
CREATE TABLE placed AS
SELECT shown.sheet, term.name AS term, response.*, cut.dimension, cut.code
FROM shown
JOIN response USING (form, id)
JOIN term ON term.name IN ('now', 'before') AND response.day >= term.first AND response.day < term.until
JOIN cut USING (form, id);

CREATE TABLE tally AS
SELECT sheet, term, form, dimension, code,
  count(*) AS responses,
  count(*) FILTER (counted) AS counted,
  count(*) FILTER (wrong) AS errors,
  count(*) FILTER (odd) AS warnings,
  max(day) FILTER (counted) AS last
FROM placed GROUP BY ALL;

-- What sums stand on, a line a network, in a network's spreadsheet a school: the semester's counted records. Of a
-- form whose records are about a year: those that tell the academic year, of each school (and what else may occur
-- once, but days) the latest. '-' are those of no such network or school, '' is all of them.
CREATE TABLE adding AS
WITH here AS (
  SELECT sheet.name AS sheet, sheet.kind, sheet.code AS whose, response.*, told.year AS asked,
    (SELECT list(answers ->> ('$.' || apart.question) ORDER BY apart.question) FROM apart
     WHERE apart.form = response.form) AS apart
  FROM sheet
  JOIN own ON own.sheet = sheet.name AND sheet.kind IN ('district', 'deputy', 'network')
  JOIN response USING (form, id)
  JOIN (SELECT form FROM summed UNION SELECT form FROM crossed) USING (form)
  LEFT JOIN told ON told.form = response.form AND told.part = ''
  JOIN term ON term.name = CASE WHEN told.form IS NULL THEN 'now' ELSE 'year' END
    AND response.day >= term.first AND response.day < term.until
  WHERE counted AND (told.form IS NULL
    OR CAST(answers ->> ('$.' || told.year) AS DOUBLE) = year(term.first) + 543)
)
SELECT * FROM here QUALIFY asked IS NULL OR row_number() OVER (
  PARTITION BY sheet, form, members ->> '$.school', apart ORDER BY day DESC, submitted DESC, id DESC
) = 1;
CREATE TABLE added AS
SELECT adding.sheet, form, id, answers, unnest(['', CASE kind
  WHEN 'network' THEN coalesce(school.code, '-')
  ELSE coalesce(network.code, '-') END]) AS code
FROM adding
JOIN (SELECT DISTINCT form FROM summed) USING (form)
LEFT JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)
LEFT JOIN school ON school.code = place.code AND school.network = whose
LEFT JOIN (FROM member WHERE dimension = 'network') AS belongs USING (form, id)
LEFT JOIN network ON network.code = belongs.code AND (kind = 'district' OR network.deputy = whose);
-- Sums in ten-thousandths; shares in whole hundredths, halves up, of the records that answer both.
CREATE TABLE total AS
WITH amount AS (
  SELECT sheet, code, form, id, summed.question, summed.whole,
    (CAST(answers ->> ('$.' || summed.question) AS DECIMAL(18, 4)) * 10000)::HUGEINT AS part,
    (CAST(answers ->> ('$.' || nullif(summed.whole, '')) AS DECIMAL(18, 4)) * 10000)::HUGEINT AS all_of
  FROM added JOIN summed USING (form)
)
SELECT sheet, code, form, question, whole,
  CASE WHEN whole = '' THEN sum(part) / 10000
    ELSE (200 * sum(part) FILTER (all_of IS NOT NULL) + sum(all_of) FILTER (part IS NOT NULL))
      // nullif(2 * sum(all_of) FILTER (part IS NOT NULL), 0) / 100 END AS figure
FROM amount GROUP BY sheet, code, form, question, whole;

-- Tables of two questions: of the same records, each place (a class, else a school, a network, the district) once,
-- with the status that was told of it last; '-' is of no such network, '' is all of them.
CREATE TABLE crossing AS
WITH told AS (
  SELECT adding.*, number, belongs.code AS belonged, place.code AS school, room.code AS class,
    nullif(answers ->> ('$.' || crossed.line), '') AS line,
    coalesce(answers ->> ('$.' || crossed.across), '') AS across,
    nullif(answers ->> ('$.' || crossed.latest), '') AS status
  FROM adding JOIN crossed USING (form)
  LEFT JOIN (FROM member WHERE dimension = 'network') AS belongs USING (form, id)
  LEFT JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)
  LEFT JOIN (FROM member WHERE dimension = 'class') AS room USING (form, id)
), standing AS (
  SELECT * FROM told WHERE line IS NOT NULL AND status IS NOT NULL QUALIFY row_number() OVER (
    PARTITION BY sheet, form, number, line, across, belonged, school, class
    ORDER BY day DESC, submitted DESC, id DESC
  ) = 1
), each AS (
  SELECT sheet, form, number, line, across, status, unnest(['', CASE
    WHEN kind = 'network' THEN belonged ELSE coalesce(network.code, '-') END]) AS network
  FROM standing
  LEFT JOIN network ON network.code = belonged AND (kind = 'district' OR network.deputy = whose)
)
SELECT sheet, form, number, line, across, status, network, count(*) AS n FROM each GROUP BY ALL;

-- Each response's mean of the whole, of each domain and of each item: `points` in all of `items` ratings.
CREATE TABLE rating AS
SELECT response.form, response.id, item.grid, item.item, CAST(s.value AS INTEGER) AS points
FROM response, json_each(scores) AS s JOIN item ON item.form = response.form AND item.item = s.key
WHERE counted;
CREATE TABLE mark AS
SELECT form, id, 'score' AS measure, sum(points) AS points, count(*) AS items FROM rating GROUP BY ALL
UNION ALL SELECT form, id, 'domain:' || grid, sum(points), count(*) FROM rating GROUP BY ALL
UNION ALL SELECT form, id, 'item:' || item, points, 1 FROM rating;

-- The mean of the responses' means, exactly: 26771144400 is a multiple of every number up to 25. Halves go up,
-- once, and the level is that of the mean as it is shown.
CREATE TABLE mean AS
SELECT sheet, term, form, dimension, code, measure, count(*) AS n,
  (200 * sum(points * 26771144400::HUGEINT // items) + 26771144400::HUGEINT * count(*))
    // (2 * 26771144400::HUGEINT * count(*)) AS hundredths
FROM placed JOIN mark USING (form, id) GROUP BY ALL;
CREATE TABLE levelled AS
SELECT mean.*, level.name AS level
FROM mean LEFT JOIN level ON level.form = mean.form AND level.lowest <= mean.hundredths
QUALIFY row_number() OVER (PARTITION BY sheet, term, mean.form, dimension, code, measure ORDER BY level.lowest DESC) = 1;

-- How the ratings of a domain and of an item are spread, and how many responses reach each level.
CREATE TABLE spread AS
SELECT sheet, term, form, 'item:' || item AS measure, points, count(*) AS times
FROM placed JOIN rating USING (form, id) WHERE dimension = 'all' GROUP BY ALL
UNION ALL
SELECT sheet, term, form, 'domain:' || grid, points, count(*)
FROM placed JOIN rating USING (form, id) WHERE dimension = 'all' GROUP BY ALL
UNION ALL
SELECT sheet, term, form, 'score', points, count(*)
FROM placed JOIN rating USING (form, id) WHERE dimension = 'all' GROUP BY ALL;
CREATE TABLE own_level AS
SELECT form, id, level.name AS level, (200 * points + items) // (2 * items) AS hundredths
FROM mark LEFT JOIN level USING (form)
WHERE measure = 'score' AND level.lowest <= (200 * points + items) // (2 * items)
QUALIFY row_number() OVER (PARTITION BY form, id ORDER BY level.lowest DESC) = 1;
CREATE TABLE register_mark AS
WITH whole AS (
  SELECT form, response.id, (200 * sum(CAST(s.value AS INTEGER)) + count(*)) // (2 * count(*)) AS hundredths
  FROM response, json_each(scores) AS s GROUP BY ALL
)
SELECT whole.*, level.name AS level
FROM whole LEFT JOIN level ON level.form = whole.form AND level.lowest <= hundredths
QUALIFY row_number() OVER (PARTITION BY whole.form, id ORDER BY level.lowest DESC) = 1;
CREATE TABLE reached AS
SELECT sheet, term, form, level, count(*) AS n
FROM placed JOIN own_level USING (form, id) WHERE dimension = 'all' GROUP BY ALL;

-- The day that a spreadsheet's figures stand on: that of its latest submission, within the semester.
CREATE TABLE stands_on AS
SELECT sheet.name AS sheet, term.first,
  greatest(term.first, least(CAST(term.until - INTERVAL 1 DAY AS DATE),
    coalesce(max(CAST(submitted AS DATE)), term.first))) AS day
FROM sheet
JOIN term ON term.name = 'now'
LEFT JOIN (FROM own JOIN response USING (form, id)) AS mine
  ON mine.sheet = sheet.name AND mine.day >= term.first AND mine.day < term.until
GROUP BY sheet.name, term.first, term.until;

-- Coverage: of the schools open on that day (the semester before: on its last), each of the network that it is in
-- today (was in then), those with a counted record of a visit (an observation is one), wherever it was paid.
CREATE TABLE covered AS
SELECT stands_on.sheet, term.name AS term, coalesce(moved.network, school.network) AS network, school.code AS school,
  coalesce(school.opened <= asked.day, true) AND coalesce(asked.day < school.closed, true) AS open,
  coalesce(seen.counted, 0) > 0 AS visited
FROM stands_on
CROSS JOIN (FROM term WHERE name IN ('now', 'before')) AS term
CROSS JOIN school
CROSS JOIN LATERAL (
  SELECT CASE term.name WHEN 'now' THEN stands_on.day ELSE CAST(term.until - INTERVAL 1 DAY AS DATE) END AS day,
    CASE term.name WHEN 'now' THEN (SELECT first FROM term WHERE name = 'today')
      ELSE CAST(term.until - INTERVAL 1 DAY AS DATE) END AS belongs_on
) AS asked
LEFT JOIN moved ON moved.school = school.code AND belongs_on >= moved.since AND belongs_on < moved.until
LEFT JOIN (
  SELECT term, code, sum(counted) AS counted
  FROM tally JOIN form ON form.id = tally.form AND counts_as IN ('observation', 'visit')
  WHERE sheet = 'district:' AND dimension = 'school' GROUP BY ALL
) AS seen ON seen.term = term.name AND seen.code = school.code;

-- Where a record stands that is decided upon: at the first step whose last word does not pass it on. A word that
-- sent it back was answered by an edit after it.
CREATE TABLE said_at AS
SELECT form, response AS id, step, arg_max(word, did) AS word,
  CAST(max(noticed) AS TIMESTAMP) + INTERVAL 7 HOUR AS noticed
FROM raw_decision GROUP BY ALL;
CREATE TABLE stood AS
WITH picked AS (
  SELECT response.form, response.id, submitted,
    CASE WHEN chosen_by = '' THEN '' ELSE coalesce(json_extract_string(answers, '$.' || chosen_by), '-') END AS chain
  FROM response JOIN chain USING (form)
), walked AS (
  SELECT picked.form, picked.id, step.number, step.role,
    CASE WHEN word.kind IS NULL OR (word.kind = 'returns' AND submitted > noticed) THEN 'waiting' ELSE word.kind END AS state
  FROM picked
  JOIN (SELECT DISTINCT form, chain, number, step, role FROM word) AS step USING (form, chain)
  LEFT JOIN said_at ON said_at.form = picked.form AND said_at.id = picked.id AND said_at.step = step.step
  LEFT JOIN word ON word.form = picked.form AND word.chain = picked.chain
    AND word.step = step.step AND word.word = said_at.word
)
SELECT form, id, coalesce(arg_min(state, number) FILTER (state <> 'passes'), 'passes') AS state,
  arg_min(role, number) FILTER (state <> 'passes') AS role
FROM walked GROUP BY ALL;

-- The whole days on which somebody was away: by permits that passed, and by reports of journeys. Half a day is none,
-- two different halves are one.
CREATE TABLE leaving AS
SELECT response.form, response.id, person.code AS person, response.day,
  CASE WHEN ends BETWEEN response.day AND response.day + 365 THEN ends ELSE response.day END AS last,
  coalesce(absence.why, 'journey') AS why, counts_as = 'permit' AS asks, half.word AS half
FROM response
JOIN person USING (form, id)
LEFT JOIN stood USING (form, id)
JOIN form ON form.id = response.form AND counts_as IN ('permit', 'journey')
LEFT JOIN absence ON counts_as = 'permit' AND absence.kind = members ->> '$.kind'
LEFT JOIN half ON counts_as = 'permit' AND half.word = json_extract_string(answers, '$.' || half.question)
WHERE counted AND (counts_as = 'journey' OR (absence.why IS NOT NULL AND stood.state = 'passes'));
CREATE TABLE absent AS
SELECT person, CAST(each AS DATE) AS day,
  bool_or(half IS NULL AND why = 'leave') OR (bool_and(half IS NOT NULL) AND bool_or(why = 'leave')) AS on_leave
FROM leaving, unnest(generate_series(day, last, INTERVAL 1 DAY)) AS days(each)
GROUP BY person, each
HAVING bool_or(half IS NULL) OR count(DISTINCT half) > 1;

-- Logs: the days of which each supervisor told, and the working days in office up to that day,
-- without those away, unless they were logged all the same.
CREATE TABLE logged AS
SELECT DISTINCT sheet, term, member.code AS supervisor, day
FROM (FROM placed WHERE placed.dimension = 'all' AND counted) AS placed
JOIN member USING (form, id)
JOIN form ON form.id = placed.form AND form.counts_as = 'log'
WHERE member.dimension = 'supervisor';
CREATE TABLE owing AS
SELECT stands_on.sheet, supervisor.code AS supervisor, working_day.day
FROM stands_on
JOIN working_day ON working_day.day >= stands_on.first AND working_day.day <= stands_on.day
  AND working_day.day >= (SELECT first FROM term WHERE name = 'since')
JOIN supervisor ON coalesce(supervisor.since <= working_day.day, true)
  AND coalesce(working_day.day < supervisor.until, true)
LEFT JOIN logged ON logged.sheet = stands_on.sheet AND term = 'now'
  AND logged.supervisor = supervisor.code AND logged.day = working_day.day
LEFT JOIN absent ON absent.person = supervisor.code AND absent.day = working_day.day
WHERE absent.person IS NULL OR logged.day IS NOT NULL;

-- What is owed, up to today, of what is due since the day to reckon from: a log of each working day by the last
-- working day of its week (Saturday to Friday), of who is in office on both, unless away; the week's whole by then.
CREATE TABLE today AS SELECT CAST(first AS DATE) AS day FROM term WHERE name = 'today';
CREATE TABLE since AS SELECT CAST(first AS DATE) AS day FROM term WHERE name = 'since';
CREATE TABLE due_day AS
SELECT day, max(day) OVER (PARTITION BY day - CAST((isodow(day) + 1) % 7 AS INTEGER)) AS due FROM working_day;
CREATE TABLE came AS
SELECT person.code AS supervisor, response.day, min(response.first_sent) AS sent
FROM response
JOIN person USING (form, id)
JOIN form ON form.id = response.form AND form.counts_as = 'log'
WHERE counted GROUP BY ALL;
CREATE TABLE log_owed AS
SELECT supervisor.code, due_day.day, due, sent,
  CASE WHEN sent <= due THEN 'done' WHEN absent.person IS NOT NULL THEN 'excused' WHEN sent IS NOT NULL THEN 'late'
    WHEN due < (FROM today) THEN 'missing' ELSE 'pending' END AS status
FROM due_day
JOIN supervisor ON coalesce(supervisor.since <= due_day.day, true) AND coalesce(due < supervisor.until, true)
LEFT JOIN came ON came.supervisor = supervisor.code AND came.day = due_day.day
LEFT JOIN absent ON absent.person = supervisor.code AND absent.day = due_day.day
WHERE due_day.day >= (FROM since)
  AND EXISTS (FROM term WHERE name = 'year' AND due >= first AND due < greatest(until, (FROM today) + 31));
CREATE TABLE owed (
  duty VARCHAR, owner VARCHAR, code VARCHAR, due DATE, status VARCHAR, people VARCHAR[], asked VARCHAR, met_on DATE,
  belongs_on DATE  -- whose it is, is asked of that day
);
INSERT INTO owed SELECT 'daily-log', 'person', code, due, status, [], NULL, sent, day FROM log_owed;
INSERT INTO owed
SELECT 'log-hand-over', 'person', code, due,
  CASE WHEN count(*) FILTER (status <> 'excused') = 0 THEN 'excused'
    WHEN count(*) FILTER (status <> 'excused' AND sent IS NULL) = 0
    THEN CASE WHEN max(sent) FILTER (status <> 'excused') <= due THEN 'done' ELSE 'late' END
    WHEN due < (FROM today) THEN 'missing' ELSE 'pending' END, [], NULL, NULL, least(due, (FROM today))
FROM log_owed GROUP BY code, due;

-- A visit to each school in each semester, wherever the school belonged on its day.
CREATE TABLE visit AS
SELECT response.form, response.id, there.code AS school, response.day, counted,
  list(person.code) FILTER (person.code IS NOT NULL) AS people
FROM response
LEFT JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)
LEFT JOIN person USING (form, id)
JOIN form ON form.id = response.form AND form.counts_as IN ('observation', 'visit')
GROUP BY ALL;
INSERT INTO owed
SELECT 'school-visit', 'school', school.code, CAST(term.until - INTERVAL 1 DAY AS DATE),
  CASE WHEN count(visit.day) > 0 THEN 'done'
    WHEN term.until - school.opened < 30 THEN 'excused'
    WHEN term.until <= (FROM today) THEN 'missing' ELSE 'pending' END, [], NULL, NULL,
  least(CAST(term.until - INTERVAL 1 DAY AS DATE), (FROM today))
FROM school
JOIN term ON term.name IN ('now', 'before') AND term.until > (FROM since)
  AND coalesce(school.opened < term.until, true) AND coalesce(school.closed >= term.until, true)
LEFT JOIN visit ON visit.school = school.code AND counted AND visit.day >= term.first AND visit.day < term.until
GROUP BY school.code, school.opened, term.first, term.until;

-- A memo after each journey that was granted, five working days after its last day, of each who went: for who is
-- away then, on the first working day back, and not at all where that is more than ninety days later. A memo is for
-- the journeys that lie within its days; where none does, for the one that it shares most days with.
INSERT INTO owed
WITH numbered AS (SELECT day, row_number() OVER (ORDER BY day) AS number FROM working_day),
journey AS (SELECT DISTINCT person, day, last FROM leaving WHERE asks AND why = 'journey'),
shared AS (
  SELECT journey.*, first_sent, form, id, least(journey.last, memo.last) - greatest(journey.day, memo.day) AS days,
    days = journey.last - journey.day AS whole
  FROM journey
  JOIN (FROM leaving WHERE NOT asks) AS memo USING (person)
  JOIN response USING (form, id)
  WHERE memo.day <= journey.last AND memo.last >= journey.day
),
memo AS (
  SELECT * FROM shared
  QUALIFY whole OR (NOT bool_or(whole) OVER (PARTITION BY person, form, id)
    AND row_number() OVER (PARTITION BY person, form, id ORDER BY days DESC, day, last) = 1)
),
usual AS (
  SELECT journey.*, numbered.day AS due FROM journey
  JOIN numbered ON number = 5 + (SELECT count(*) FROM working_day WHERE working_day.day <= journey.last)
),
asked AS (
  SELECT usual.* REPLACE (coalesce(min(working_day.day), due) AS due),
    min(working_day.day) IS NULL AS gone
  FROM usual
  LEFT JOIN working_day ON working_day.day BETWEEN due AND due + 90 AND NOT EXISTS (
    FROM absent WHERE absent.person = usual.person AND absent.day = working_day.day
  )
  GROUP BY usual.person, usual.day, usual.last, usual.due
)
SELECT 'journey-memo', 'person', asked.person, due,
  CASE WHEN min(first_sent) <= due THEN 'done' WHEN min(first_sent) IS NOT NULL THEN 'late' WHEN gone THEN 'excused'
    WHEN due < (FROM today) THEN 'missing' ELSE 'pending' END, [], NULL, min(first_sent), least(due, (FROM today))
FROM asked
JOIN supervisor ON supervisor.code = asked.person
  AND coalesce(supervisor.since <= due, true) AND coalesce(due < supervisor.until, true)
LEFT JOIN memo USING (person, day, last)
WHERE due >= (FROM since)
GROUP BY asked.person, asked.day, asked.last, due, gone;

-- A planned visit: on its day (plans of the sample are of one day), on a holiday up to the next working day, by one of
-- those whom it names, else by others; excused where all of them were on leave; made up for within 30 days.
CREATE TABLE plan AS
WITH made AS (
  SELECT response.id, there.code AS school, response.day,
    coalesce((SELECT min(day) FROM working_day WHERE working_day.day >= response.day), response.day) AS due,
    coalesce(list(person.code) FILTER (person.code IS NOT NULL), []) AS people
  FROM response
  JOIN (FROM member WHERE dimension = 'school') AS there USING (form, id)
  LEFT JOIN person USING (form, id)
  LEFT JOIN stood USING (form, id)
  JOIN form ON form.id = response.form AND form.counts_as = 'plan'
  WHERE counted AND coalesce(stood.state, '') <> 'refuses'
  GROUP BY response.id, there.code, response.day
)
SELECT made.* FROM made JOIN school ON school.code = made.school
  AND coalesce(school.opened <= due, true) AND coalesce(due < school.closed, true);
CREATE TABLE all_away AS
SELECT plan.id
FROM plan, unnest(people) AS named(person)
JOIN working_day ON working_day.day BETWEEN plan.day AND plan.due
LEFT JOIN absent ON absent.person = named.person AND absent.day = working_day.day
GROUP BY plan.id HAVING bool_and(coalesce(on_leave, false));

-- Which visits would do for which plan: within its days first, then after them where no plan asks for a visit. Each
-- is for one plan, taken in this order; those of one day make up for plans of one day alone. What is left goes to
-- the plans that were met so.
CREATE TABLE candidate AS
WITH pair AS (
  SELECT plan.id AS plan, visit.id AS visit, school, plan.due, visit.day,
    visit.day BETWEEN plan.day AND plan.due AS in_time,
    CASE WHEN len(plan.people) = 0 OR visit.people IS NULL THEN 1
      WHEN list_has_any(plan.people, visit.people) THEN 0 ELSE 2 END AS rank
  FROM plan JOIN visit USING (school) WHERE counted
)
SELECT *, CASE WHEN NOT in_time THEN 'made up' WHEN rank < 2 THEN 'own' ELSE 'others' END AS how,
  row_number() OVER (
    ORDER BY in_time DESC, CASE WHEN in_time THEN rank ELSE day - due END, due, plan, day, visit
  ) AS number
FROM pair
WHERE in_time OR (
  rank < 2 AND day > due AND day <= due + 30
  AND NOT EXISTS (FROM plan AS other WHERE other.school = pair.school AND pair.day BETWEEN other.day AND other.due)
  AND plan NOT IN (FROM all_away)
);
CREATE TABLE taken AS
WITH RECURSIVE walk AS (
  SELECT 0::BIGINT AS number,
    []::STRUCT(number BIGINT, plan VARCHAR, visit VARCHAR, school VARCHAR, day DATE, due DATE)[] AS taken
  UNION ALL
  SELECT one.number, CASE WHEN len(list_filter(taken, lambda other:
      other.plan = one.plan OR other.visit = one.visit
      OR (NOT one.in_time AND other.school = one.school AND other.day = one.day AND other.due <> one.due)
    )) > 0 THEN taken ELSE list_append(taken, {
      'number': one.number, 'plan': one.plan, 'visit': one.visit, 'school': one.school, 'day': one.day, 'due': one.due
    }) END
  FROM walk JOIN candidate AS one ON one.number = walk.number + 1
)
SELECT candidate.* FROM (SELECT unnest(taken).number AS number FROM walk QUALIFY walk.number = max(walk.number) OVER ())
JOIN candidate USING (number);
CREATE TABLE plan_met AS
SELECT plan, visit, day, how FROM taken
UNION ALL
SELECT arg_min(candidate.plan, candidate.number), candidate.visit, candidate.day, candidate.how
FROM candidate
JOIN taken ON taken.plan = candidate.plan AND taken.how = candidate.how
  AND (candidate.in_time OR taken.day = candidate.day)
WHERE candidate.visit NOT IN (SELECT visit FROM taken)
GROUP BY candidate.visit, candidate.day, candidate.how;
INSERT INTO owed
SELECT 'planned-visit', 'school', plan.school, due,
  CASE WHEN bool_or(how <> 'made up') THEN 'done' WHEN plan.id IN (FROM all_away) THEN 'excused'
    WHEN count(visit) > 0 THEN 'late' WHEN due < (FROM today) THEN 'missing' ELSE 'pending' END,
  plan.people, plan.id, min(plan_met.day), plan.day
FROM plan LEFT JOIN plan_met ON plan_met.plan = plan.id
WHERE due >= (FROM since)
GROUP BY plan.id, plan.school, plan.day, due, plan.people;

-- Reports of half a fiscal year or of an academic year, each due on its day of the year (the first one from the
-- period's beginning on), on a holiday the next working day; a report tells itself which period it is for. Of what was
-- due before this academic year only what was still open when it began, and may still come late. An office without
-- the form asks for none.
CREATE TABLE period AS
WITH year AS (
  SELECT year(first) + n AS number, CAST(first + n * INTERVAL 1 YEAR AS DATE) AS first
  FROM term, generate_series(-1, 1) AS years(n) WHERE name = 'year'
)
SELECT 'academic_year' AS every, (number + 543) || '-AY' AS name, first FROM year
UNION ALL SELECT 'fiscal_half', (number + 543) || '-H1', make_date(number - 1, 10, 1) FROM year
UNION ALL SELECT 'fiscal_half', (number + 543) || '-H2', make_date(number, 4, 1) FROM year;
CREATE TABLE turn AS
WITH named AS (
  SELECT rule.*, period.name, min(make_date(year(period.first) + n, month, day)) AS nominal
  FROM rule JOIN period USING (every)
  JOIN rule_on ON rule_on.rule = rule.id
  CROSS JOIN (VALUES (0), (1)) AS years(n)
  WHERE make_date(year(period.first) + n, month, day) >= period.first
    AND EXISTS (FROM rule_asks JOIN form USING (counts_as) WHERE rule_asks.rule = rule.id)
  GROUP BY ALL
)
SELECT named.*, (SELECT min(day) FROM working_day WHERE day >= nominal) AS due FROM named;
CREATE TABLE report AS
SELECT rule.id AS rule, response.id, coalesce(there.code, person.code) AS owner, first_sent, counted,
  CAST(json_extract_string(answers, '$.' || told.year) AS DOUBLE)::INTEGER || '-'
    || CASE rule.every WHEN 'academic_year' THEN 'AY'
      ELSE 'H' || regexp_extract(json_extract_string(answers, '$.' || told.part), '[0-9]') END AS name
FROM rule JOIN rule_asks ON rule_asks.rule = rule.id
JOIN form ON form.counts_as = rule_asks.counts_as
JOIN told ON told.form = form.id
JOIN response ON response.form = form.id
LEFT JOIN (FROM member WHERE dimension = 'school') AS there
  ON rule.owner = 'school' AND there.form = response.form AND there.id = response.id
LEFT JOIN person ON rule.owner = 'person' AND person.form = response.form AND person.id = response.id;
INSERT INTO owed
WITH owner AS (
  SELECT 'school' AS owner, code, opened AS since, closed AS until FROM school
  UNION ALL SELECT 'person', code, since, until FROM supervisor
), own_turn AS (  -- of who is away on the due day: the first working day back, none while it may come late: excused
  SELECT turn.*, owner.code, owner.since, owner.until, min(working_day.day) AS back
  FROM turn
  JOIN owner ON owner.owner = turn.owner
    AND coalesce(owner.since <= due, true) AND coalesce(due < owner.until, true)
  LEFT JOIN working_day ON turn.owner = 'person' AND working_day.day BETWEEN due AND due + late_days AND NOT EXISTS (
    FROM absent WHERE absent.person = owner.code AND absent.day = working_day.day
  )
  GROUP BY ALL
), own_due AS (
  SELECT * REPLACE (coalesce(back, due) AS due), owner = 'person' AND back IS NULL AS gone FROM own_turn
), asked AS (
  SELECT own_due.id, own_due.owner, code, due, late_days, min(first_sent) FILTER (counted) AS sent,
    CASE WHEN min(first_sent) FILTER (counted) <= due THEN 'done'
      WHEN count(*) FILTER (counted) > 0 THEN 'late' WHEN gone OR due + 1 - since < least_days THEN 'excused'
      WHEN due < (FROM today) THEN 'missing' ELSE 'pending' END AS status
  FROM own_due
  LEFT JOIN report ON report.rule = own_due.id AND report.name = own_due.name AND report.owner = code
  WHERE due >= begun AND coalesce(due < until, true)
  GROUP BY own_due.id, own_due.name, own_due.owner, code, since, due, late_days, least_days, gone
)
SELECT asked.id, asked.owner, code, due, status, [], NULL, sent, least(due, (FROM today))
FROM asked JOIN term ON term.name = 'year'
WHERE (due >= term.first AND due < greatest(term.until, (FROM today) + 31))
  OR (due < term.first AND due + late_days >= (FROM today) AND (status = 'missing' OR sent >= term.first));

-- Whose it is: of the network, team, deputy, work group and learning areas of the day itself of a log or a plan, else
-- of the due day, today while that is to come.
CREATE TABLE owing_here AS
SELECT sheet.name AS sheet, owed.*
FROM sheet
CROSS JOIN owed
LEFT JOIN school ON owner = 'school' AND school.code = owed.code
LEFT JOIN moved ON moved.school = school.code AND belongs_on >= moved.since AND belongs_on < moved.until
LEFT JOIN charged AS network ON network.code = coalesce(moved.network, school.network)
  AND belongs_on >= network.since AND belongs_on < network.until
LEFT JOIN assigned AS person ON owner = 'person' AND person.code = owed.code
  AND belongs_on >= person.since AND belongs_on < person.until
LEFT JOIN assigned AS reader ON sheet.kind = 'supervisor' AND reader.code = sheet.code
  AND belongs_on >= reader.since AND belongs_on < reader.until
WHERE CASE sheet.kind
  WHEN 'network' THEN network.code = sheet.code
  WHEN 'deputy' THEN network.deputy = sheet.code
  WHEN 'supervisor' THEN network.team = reader.team OR person.code = sheet.code OR list_contains(people, sheet.code)
  WHEN 'group' THEN person.work_group = sheet.code
  WHEN 'learning_area' THEN list_contains(person.areas, sheet.code)
  ELSE true END;

-- Where everybody is today: away for the whole day, else on leave for half of it or out for some hours, by what was
-- granted; else at a school that was planned or visited.
CREATE TABLE whereabouts AS
WITH known AS (
  SELECT person, CASE WHEN on_leave THEN 'leave' ELSE 'journey' END AS place, 1 AS rank
  FROM absent WHERE day = (FROM today)
  UNION ALL SELECT person, 'half', 2 FROM leaving WHERE half IS NOT NULL AND (FROM today) BETWEEN day AND last
  UNION ALL
  SELECT person.code, CASE counts_as WHEN 'permit' THEN 'out' ELSE 'visit' END,
    CASE counts_as WHEN 'permit' THEN 2 ELSE 3 END
  FROM response
  JOIN person USING (form, id)
  LEFT JOIN stood USING (form, id)
  JOIN form ON form.id = response.form AND counts_as IN ('permit', 'plan', 'visit', 'observation')
  WHERE counted AND (counts_as <> 'permit' OR (members ->> '$.kind' = 'out' AND state = 'passes'))
    AND day <= (FROM today) AND coalesce(ends, day) >= (FROM today)
)
SELECT person AS code, arg_min(place, rank) AS place FROM known GROUP BY person;

-- Urgent cases: open until the last step closed them, or refused; those in which something is wrong are told, too,
-- only what somebody left out is no case.
CREATE TABLE urgent AS
SELECT response.form, response.id, response.day, CAST(answers ->> 'due_on' AS DATE) AS due_on,
  coalesce(state, 'waiting') NOT IN ('passes', 'refuses') AS open
FROM response
LEFT JOIN stood USING (form, id)
JOIN form ON form.id = response.form AND form.counts_as = 'case'
WHERE counted OR wrong;

-- Schools that need help: those, open today, of which the latest counted answer to a question marks it (by code),
-- since the first of the answers that do so one after the other. Team and day are those of the latest record that
-- does; what followed is the latest day after it with a visit, or with another record of the form.
CREATE TABLE need AS
WITH judged AS (
  SELECT response.form, response.id, place.code AS school, question, day,
    list_contains(codes, answers ->> ('$.' || question)) AS marked,
    dense_rank() OVER (PARTITION BY response.form, place.code ORDER BY day, created, response.id) AS nth
  FROM response
  JOIN (SELECT form, id, created FROM raw_response) AS sent USING (form, id)
  JOIN (SELECT form, question, list(code) AS codes FROM marking GROUP BY ALL) AS marking USING (form)
  JOIN (FROM member WHERE dimension = 'school') AS place USING (form, id)
  WHERE counted AND nullif(answers ->> ('$.' || question), '') IS NOT NULL
), otherwise AS (
  SELECT form, school, question, max(nth) AS nth FROM judged WHERE NOT marked GROUP BY ALL
), latest AS (
  SELECT judged.form, judged.school, min(day) AS since, max(day) AS day, arg_max(id, judged.nth) AS id
  FROM judged LEFT JOIN otherwise USING (form, school, question)
  WHERE marked AND judged.nth > coalesce(otherwise.nth, 0)
  GROUP BY judged.form, judged.school
), seen AS (
  SELECT response.form, place.code AS school, day, counts_as IN ('observation', 'visit') AS visited
  FROM response JOIN form ON form.id = response.form JOIN (FROM member WHERE dimension = 'school') AS place
    ON place.form = response.form AND place.id = response.id
  WHERE counted
)
SELECT latest.form, latest.school, coalesce(moved.network, school.network) AS network, latest.since,
  CAST(nullif(answers ->> ('$.' || asked.until), '') AS DATE) AS due_on, answers -> ('$.' || asked.team) AS team,
  (SELECT max(day) FROM seen WHERE seen.school = latest.school AND seen.day > latest.day
    AND (visited OR seen.form = latest.form)) AS followed
FROM latest
JOIN response USING (form, id)
JOIN (SELECT DISTINCT form, team, until FROM marking) AS asked ON asked.form = latest.form
JOIN school ON school.code = latest.school
JOIN (FROM term WHERE name = 'today') AS today
  ON coalesce(school.opened <= today.first, true) AND coalesce(today.first < school.closed, true)
LEFT JOIN moved ON moved.school = latest.school AND today.first >= moved.since AND today.first < moved.until;

-- Findings as they stand, of the semester that is shown and the break behind it; errors of whatever days, of
-- what was sent since the academic year before began, and that a response sent in it is about a day of long ago.
CREATE TABLE found AS
SELECT own.sheet, raw_finding.form, raw_finding.response, raw_finding.code, raw_finding.severity,
  (response.members ->> '$.network') IS NULL AND (response.members ->> '$.group') IS NULL AS nobodys
FROM raw_finding
JOIN response ON response.form = raw_finding.form AND response.id = raw_finding.response
JOIN own ON own.form = response.form AND own.id = response.id
JOIN term ON term.name = 'listed'
  AND ((response.day >= term.first AND response.day < term.until)
    OR (severity = 'error' AND submitted >= (SELECT first FROM term WHERE name = 'sent'))
    OR (code = 'long-ago' AND CAST(submitted AS DATE) >= term.first AND CAST(submitted AS DATE) < term.until));

-- Those that were settled, by an answer to them or an edit of the response.
CREATE TABLE settled_here AS
SELECT own.sheet, raw_settled.form, raw_settled.response,
  (response.members ->> '$.network') IS NULL AND (response.members ->> '$.group') IS NULL AS nobodys
FROM raw_settled
JOIN response ON response.form = raw_settled.form AND response.id = raw_settled.response
JOIN own ON own.form = response.form AND own.id = response.id
JOIN term ON term.name = 'listed' AND response.day >= term.first AND response.day < term.until;
