-- A store of version 3 with made-up records of two people and accounts of every role, as SQLite prints it; see old.rs.
PRAGMA application_id = 1163285332;
BEGIN TRANSACTION;
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  everybody INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO "account" VALUES(1,'olga','owner',1,'a hash');
INSERT INTO "account" VALUES(2,'carl','coach',0,'a hash');
INSERT INTO "account" VALUES(3,'annie','athlete',0,'a hash');
CREATE TABLE account_subject (
  account INTEGER NOT NULL REFERENCES account (id),
  subject INTEGER NOT NULL REFERENCES subject (id),
  UNIQUE (account, subject)
) STRICT;
INSERT INTO "account_subject" VALUES(2,1);
INSERT INTO "account_subject" VALUES(2,2);
INSERT INTO "account_subject" VALUES(3,1);
CREATE TABLE action (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  program TEXT NOT NULL,
  origin INTEGER REFERENCES origin (id),
  undoes INTEGER UNIQUE REFERENCES action (id)
) STRICT;
INSERT INTO "action" VALUES(1,1764140000000,'','import','evenstride 0.1.0',1,NULL);
INSERT INTO "action" VALUES(2,1764140000000,'','import','evenstride 0.1.0',2,NULL);
INSERT INTO "action" VALUES(3,1764140000000,'','log','evenstride 0.1.0',NULL,NULL);
INSERT INTO "action" VALUES(4,1764140000000,'','log','evenstride 0.1.0',NULL,NULL);
INSERT INTO "action" VALUES(5,1764140000000,'','correct','evenstride 0.1.0',NULL,NULL);
INSERT INTO "action" VALUES(6,1764140000000,'','undo','evenstride 0.1.0',NULL,3);
INSERT INTO "action" VALUES(7,1764140000000,'','log','evenstride 0.1.0',NULL,NULL);
CREATE TABLE content (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
INSERT INTO "content" VALUES(1,'31e3d3c511a833e0e2678a82f6a95479f386bbe0c7c45e969741a68414786d9e','trial','{"version":1,"day":"2026-11-20","test":"hhd-hip-flex","side":"right","attempt":2,"value":241.29999999999998,"device":"scale “ä”","pain_nrs":3,"device_asymmetry":{"percent":-7.25,"decimals":2,"stronger":"left"},"note":"a \"quoted\"\u0000 note\nof two lines"}');
INSERT INTO "content" VALUES(2,'1d72f24b1929f5ccaf48a8d29aeb0aef11b66cd146f7b229b920897654807e65','trial','{"version":1,"day":"2026-11-02","test":"hhd-hip-flex","side":"left","value":43.25}');
INSERT INTO "content" VALUES(3,'be775aa654006a246f1ca547b2aae4467d4e9c73f2b9e2cc623cd3242b026721','trial','{"version":1,"day":"2026-11-02","test":"hhd-hip-flex","side":"left","value":21.0}');
INSERT INTO "content" VALUES(4,'b721482a5ce78f955463e50dba9603f60c8256cd3d310b3e45f945d1489b37a7','trial','{"version":1,"day":"2026-11-03","test":"hhd-hip-flex","side":"left","value":43.25}');
INSERT INTO "content" VALUES(5,'bd71ef3915b7c5736636638a1c604b1b1457b5db97e50b43499ab46e19b9583c','person','{"version":1,"text":"sport = \"rowing\"\n"}');
INSERT INTO "content" VALUES(6,'d6edb39080a4edda91f011cbe361d8b8758f7c3fce683ae0eef1d0d6742f5676','answers','{"version":1,"text":"[answers]\n"}');
INSERT INTO "content" VALUES(7,'21715547db6d54a0fca1d7196178e61abaa6f77631577ef76d785c341cd8c5c9','trained','{"version":1,"on":"2026-11-21","name":"Bulgarian Split Squat (Dumbbell)","side":"each","sets":[{"kind":"warm-up","reps":8,"seconds":40,"metres":20.5,"load_kg":61.23456789,"reserve":1.5}],"pain":2,"form":"unsteady","morning_points":-1,"swelling":true,"signs":["stop-chest"],"note":"slept badly"}');
INSERT INTO "content" VALUES(8,'5106f636d248a3ee3b04009d1ee6f59e95f59e7ab6b0386e7dc5aa4769235965','plan','{"version":1,"proven":true,"levels":[{"name":"uncovered-need","objective":0.3333333333333333,"bound":0.3,"gap_percent":10.0}],"sessions":[{"weekday":2,"minutes":30.5,"items":[{"exercise":"nordic-curl","side":"both","sets":3,"dose":{"reps":[4,6]},"load":"as heavy as the last repetition allows","rest_s":120,"minutes":8.1,"because":[{"need":{"group":"hamstrings","side":"left","kind":"strengthen","probability":0.9123456789,"size":14.2,"quality":"strength"}},{"keep":{"group":"hamstrings","side":"left"}},{"keep-reach":{"group":"hamstrings","side":"left"}},{"prevent":{"rule":"nordic-minimum"}},"asked-for"]}]}],"needs":[{"group":"hamstrings","side":"left","kind":"strengthen","probability":0.9123456789,"size":14.2,"quality":"strength"}],"volumes":[{"group":"hamstrings","side":"left","sets":6.5,"stretch_minutes":0.0}],"unmet":[{"group":"hamstrings","side":"right","kind":"stretch","wanted":5.0,"planned":2.0,"why":"spacing"}],"limits":[{"minutes":{"weekday":0,"extra_minutes":15,"gain_percent":3.3}},{"equipment":{"equipment":"dumbbells","gain_percent":2.0}},{"day":{"weekday":6,"gain_percent":1.0}}]}');
INSERT INTO "content" VALUES(9,'9b163b7fe5d6d3460f56f593069fb34f3eddc1c813b4089c4fe5b397a05846c5','note','{"version":1,"day":"2026-11-04","about":{"finding":{"group":"quads","quality":"size"}},"text":"felt heavy"}');
INSERT INTO "content" VALUES(10,'ad627d715d1b946d7aedf2febfe0079209cbec47b89df290da611dbdf6e42e3a','trained','{"version":1,"on":"2026-11-04","name":"squat","side":"not-said","sets":[{"reps":8,"load_kg":22.5},{"reps":8,"load_kg":22.5}]}');
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
INSERT INTO "meta" VALUES('made-by','evenstride 0.1.0');
INSERT INTO "meta" VALUES('version','3');
CREATE TABLE origin (
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  n_bytes INTEGER NOT NULL,
  bytes BLOB
) STRICT;
INSERT INTO "origin" VALUES(1,'4161ee1ca4bc75a44e315415bee98d743f44a9510175cf9d9ff5569f1a34c80f','file-4161ee1ca4bc',18,X'616E6E612034332E32352C2062656E203231');
INSERT INTO "origin" VALUES(2,'d87becd3eae46a7a0d69364cd567672677eb734cb5ac92f750c221a296eb9927','file-d87becd3eae4',9,X'616E6E61206F6E6C79');
CREATE TABLE origin_name (
  origin INTEGER NOT NULL REFERENCES origin (id),
  subject INTEGER NOT NULL REFERENCES subject (id),
  name TEXT NOT NULL,
  UNIQUE (origin, subject)
) STRICT;
INSERT INTO "origin_name" VALUES(1,1,'clinic.csv');
INSERT INTO "origin_name" VALUES(1,2,'clinic.csv');
INSERT INTO "origin_name" VALUES(2,1,'anna.csv');
CREATE TABLE record (
  action INTEGER NOT NULL REFERENCES action (id),
  subject INTEGER NOT NULL REFERENCES subject (id),
  kind TEXT NOT NULL,
  day TEXT,
  content INTEGER REFERENCES content (id),
  n INTEGER NOT NULL,
  line INTEGER,
  supersedes INTEGER REFERENCES content (id),
  UNIQUE (action, subject, content)
) STRICT;
INSERT INTO "record" VALUES(1,1,'trial',NULL,1,2,3,NULL);
INSERT INTO "record" VALUES(1,2,'trial',NULL,3,1,5,NULL);
INSERT INTO "record" VALUES(2,1,'trial',NULL,4,1,2,NULL);
INSERT INTO "record" VALUES(3,1,'person','2026-11-01',5,1,NULL,NULL);
INSERT INTO "record" VALUES(3,1,'answers','2026-11-02',6,1,NULL,NULL);
INSERT INTO "record" VALUES(3,1,'trained',NULL,7,1,NULL,NULL);
INSERT INTO "record" VALUES(3,1,'plan','2026-11-03',8,1,NULL,NULL);
INSERT INTO "record" VALUES(3,1,'note',NULL,9,1,NULL,NULL);
INSERT INTO "record" VALUES(4,2,'trained',NULL,10,1,NULL,NULL);
INSERT INTO "record" VALUES(5,2,'trained',NULL,NULL,1,NULL,10);
INSERT INTO "record" VALUES(7,1,'person','2026-11-01',5,1,NULL,NULL);
INSERT INTO "record" VALUES(7,1,'answers','2026-11-02',6,1,NULL,NULL);
INSERT INTO "record" VALUES(7,1,'trained',NULL,7,1,NULL,NULL);
INSERT INTO "record" VALUES(7,1,'plan','2026-11-03',8,1,NULL,NULL);
INSERT INTO "record" VALUES(7,1,'note',NULL,9,1,NULL,NULL);
CREATE TABLE session (
  digest TEXT PRIMARY KEY,
  account INTEGER NOT NULL REFERENCES account (id),
  begun_ms INTEGER NOT NULL,
  seen_ms INTEGER NOT NULL
) STRICT;
INSERT INTO "session" VALUES('c3d6f16970f4ed50e950a347685babc5af8a83a3109882a29980f392e9fa708b',3,1795000000000,1795000000000);
CREATE TABLE subject (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "subject" VALUES(1,'anna');
INSERT INTO "subject" VALUES(2,'ben');
CREATE TABLE trail (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  what TEXT NOT NULL,
  account TEXT NOT NULL
) STRICT;
INSERT INTO "trail" VALUES(1,1795000000000,'','account-added','olga');
INSERT INTO "trail" VALUES(2,1795000000000,'olga','account-added','carl');
INSERT INTO "trail" VALUES(3,1795000000000,'olga','account-added','annie');
INSERT INTO "trail" VALUES(4,1795000000000,'annie','signed-in','annie');
CREATE INDEX action_origin ON action (origin);
CREATE INDEX record_subject ON record (subject, kind);
CREATE INDEX record_content ON record (content);
CREATE INDEX record_supersedes ON record (supersedes);
CREATE INDEX account_subject_subject ON account_subject (subject);
CREATE INDEX session_account ON session (account);
CREATE INDEX origin_name_subject ON origin_name (subject);
COMMIT;
