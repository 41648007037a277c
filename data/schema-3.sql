-- The wall file of version 3, as it was: frozen. Walls of that version are recognised by this text, object by object, and
-- rebuilt as walls of today's (src/store/migrate.c). Nothing here may ever change.

CREATE TABLE meta(
  key TEXT PRIMARY KEY CHECK(key <> ''),
  value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE replica(
  prefix INTEGER PRIMARY KEY CHECK(prefix BETWEEN 1 AND 2147483647),
  uuid BLOB NOT NULL UNIQUE CHECK(length(uuid) = 16),
  letter TEXT NOT NULL CHECK(letter = '' OR letter GLOB '[b-z]'),
  next INTEGER NOT NULL CHECK(next BETWEEN 1 AND 4294967295)) STRICT;
CREATE TABLE counter(
  kind TEXT PRIMARY KEY CHECK(kind IN ('card', 'cluster', 'participant', 'session', 'insight')),
  next INTEGER NOT NULL CHECK(next BETWEEN 1 AND 4294967295)) STRICT, WITHOUT ROWID;
CREATE TABLE coder(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  name TEXT NOT NULL UNIQUE CHECK(name <> ''),
  initials TEXT NOT NULL CHECK(initials <> ''),
  colour INTEGER NOT NULL CHECK(colour BETWEEN 0 AND 7)) STRICT;
CREATE TABLE study(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  title TEXT NOT NULL CHECK(title <> '' AND length(title) <= 300),
  question TEXT NOT NULL,
  segment TEXT NOT NULL CHECK(segment <> ''),
  created_ms INTEGER NOT NULL) STRICT;
CREATE TABLE participant(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  code TEXT NOT NULL CHECK(code <> ''),
  consent_record TEXT NOT NULL CHECK(consent_record IN ('', 'yes', 'no')),
  consent_quote TEXT NOT NULL CHECK(consent_quote IN ('', 'yes', 'no')),
  note TEXT NOT NULL) STRICT;
CREATE TABLE identity(
  participant INTEGER PRIMARY KEY REFERENCES participant(id),
  name TEXT NOT NULL CHECK(name <> '')) STRICT;
CREATE TABLE attribute(
  participant INTEGER NOT NULL REFERENCES participant(id),
  name TEXT NOT NULL CHECK(name <> ''),
  value TEXT NOT NULL CHECK(value <> ''),
  PRIMARY KEY(participant, name)) STRICT, WITHOUT ROWID;
CREATE TABLE session(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  code TEXT NOT NULL CHECK(code <> ''),
  title TEXT NOT NULL,
  date TEXT NOT NULL CHECK(date = '' OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  kind TEXT NOT NULL,
  ordinal INTEGER NOT NULL CHECK(ordinal >= 1)) STRICT;
CREATE TABLE attendance(
  session INTEGER NOT NULL REFERENCES session(id),
  participant INTEGER NOT NULL REFERENCES participant(id),
  PRIMARY KEY(session, participant)) STRICT, WITHOUT ROWID;
CREATE TABLE transcript(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  session INTEGER REFERENCES session(id),
  version INTEGER NOT NULL CHECK(version >= 1),
  title TEXT NOT NULL,
  origin_name TEXT NOT NULL,
  origin_format TEXT NOT NULL,
  encoding TEXT NOT NULL,
  sha256_bytes BLOB NOT NULL CHECK(length(sha256_bytes) = 32),
  sha256_text BLOB NOT NULL CHECK(length(sha256_text) = 32),
  nchars INTEGER NOT NULL CHECK(nchars >= 0),
  nturns INTEGER NOT NULL CHECK(nturns >= 0),
  hidden INTEGER NOT NULL CHECK(hidden IN (0, 1, 2)),
  lamport INTEGER NOT NULL CHECK(lamport >= 1)) STRICT;
CREATE TABLE speaker(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  transcript INTEGER NOT NULL REFERENCES transcript(id),
  label TEXT NOT NULL,
  role TEXT NOT NULL CHECK(role IN ('participant', 'moderator', 'observer', 'unknown')),
  guessed INTEGER NOT NULL CHECK(guessed IN (0, 1)),
  participant INTEGER REFERENCES participant(id),
  nwords INTEGER NOT NULL CHECK(nwords >= 0)) STRICT;
CREATE INDEX speaker_transcript ON speaker(transcript);
CREATE TABLE excerpt(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  transcript INTEGER NOT NULL REFERENCES transcript(id),
  speaker INTEGER REFERENCES speaker(id),
  start INTEGER NOT NULL CHECK(start >= 0),
  "end" INTEGER NOT NULL CHECK("end" > start),
  time_ms INTEGER NOT NULL CHECK(time_ms >= -1),
  quote TEXT NOT NULL CHECK(quote <> ''),
  prefix TEXT NOT NULL,
  suffix TEXT NOT NULL) STRICT;
CREATE INDEX excerpt_transcript ON excerpt(transcript, start, "end", speaker, time_ms);
CREATE TABLE card(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  code TEXT NOT NULL CHECK(code <> ''),
  kind TEXT NOT NULL CHECK(kind IN ('quote', 'observation', 'pain', 'idea', 'question')),
  text TEXT NOT NULL CHECK(text <> ''),
  implies TEXT NOT NULL,
  excerpt INTEGER REFERENCES excerpt(id),
  participant INTEGER REFERENCES participant(id),
  surprise INTEGER NOT NULL CHECK(surprise IN (0, 1)),
  tension INTEGER NOT NULL CHECK(tension IN (0, 1)),
  coder INTEGER NOT NULL REFERENCES coder(id),
  created_ms INTEGER NOT NULL,
  need TEXT NOT NULL DEFAULT '',
  session INTEGER REFERENCES session(id),
  CHECK(kind <> 'quote' OR excerpt IS NOT NULL)) STRICT;
CREATE INDEX card_excerpt ON card(excerpt) WHERE excerpt IS NOT NULL;
CREATE TABLE cluster(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  code TEXT NOT NULL CHECK(code <> ''),
  name TEXT NOT NULL CHECK(length(name) <= 300),
  parent INTEGER REFERENCES cluster(id) CHECK(parent <> id),
  rank TEXT NOT NULL,
  col INTEGER NOT NULL CHECK(col BETWEEN 0 AND 1000000),
  line INTEGER NOT NULL CHECK(line BETWEEN 0 AND 100000000),
  width INTEGER NOT NULL CHECK(width BETWEEN 1 AND 6),
  folded INTEGER NOT NULL CHECK(folded IN (0, 1)),
  mv INTEGER NOT NULL,
  definition TEXT NOT NULL DEFAULT '',
  includes TEXT NOT NULL DEFAULT '',
  excludes TEXT NOT NULL DEFAULT '',
  colour INTEGER NOT NULL DEFAULT 0 CHECK(colour BETWEEN 0 AND 8),
  CHECK((parent IS NULL) = (rank = '')),
  CHECK(rank = '' OR (rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*')),
  CHECK(parent IS NULL OR (col = 0 AND line = 0))) STRICT;
CREATE INDEX cluster_parent ON cluster(parent, rank) WHERE parent IS NOT NULL;
CREATE TABLE placement(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  card INTEGER NOT NULL REFERENCES card(id),
  place TEXT NOT NULL CHECK(place IN ('tray', 'parked', 'loose', 'cluster')),
  cluster INTEGER REFERENCES cluster(id),
  rank TEXT NOT NULL,
  col INTEGER NOT NULL CHECK(col BETWEEN 0 AND 1000000),
  line INTEGER NOT NULL CHECK(line BETWEEN 0 AND 100000000),
  mv INTEGER NOT NULL,
  stack INTEGER REFERENCES card(id) CHECK(stack <> id),
  CHECK(stack IS NULL OR id = card),
  CHECK((place = 'cluster') = (cluster IS NOT NULL) AND (place = 'cluster') = (rank <> '')),
  CHECK(rank = '' OR (rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*')),
  CHECK(place = 'loose' OR (col = 0 AND line = 0))) STRICT;
CREATE INDEX placement_card ON placement(card);
CREATE INDEX placement_cluster ON placement(cluster, rank) WHERE cluster IS NOT NULL;
CREATE INDEX placement_place ON placement(place) WHERE cluster IS NULL;
CREATE INDEX placement_stack ON placement(stack, cluster, place) WHERE stack IS NOT NULL;
CREATE TABLE tag(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  card INTEGER NOT NULL REFERENCES card(id),
  facet TEXT NOT NULL CHECK(facet NOT GLOB '*:*' AND length(facet) <= 100),
  name TEXT NOT NULL CHECK(name <> '' AND length(name) <= 100)) STRICT;
CREATE INDEX tag_card ON tag(card);
CREATE TABLE tension(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  card INTEGER NOT NULL REFERENCES card(id),
  other INTEGER REFERENCES card(id) CHECK(other <> card),
  cluster INTEGER REFERENCES cluster(id),
  CHECK((other IS NULL) <> (cluster IS NULL))) STRICT;
CREATE INDEX tension_card ON tension(card);
CREATE INDEX tension_other ON tension(other) WHERE other IS NOT NULL;
CREATE INDEX tension_cluster ON tension(cluster) WHERE cluster IS NOT NULL;
CREATE TABLE insight(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  code TEXT NOT NULL CHECK(code <> ''),
  claim TEXT NOT NULL CHECK(claim <> ''),
  so_what TEXT NOT NULL,
  confidence TEXT NOT NULL CHECK(confidence IN ('', 'low', 'medium', 'high')),
  status TEXT NOT NULL CHECK(status IN ('draft', 'reviewed')),
  problem TEXT NOT NULL,
  change TEXT NOT NULL,
  expected TEXT NOT NULL,
  impact INTEGER NOT NULL CHECK(impact = -1 OR impact BETWEEN 1 AND 5),
  severity INTEGER NOT NULL CHECK(severity BETWEEN -1 AND 4),
  ease INTEGER NOT NULL CHECK(ease = -1 OR ease BETWEEN 1 AND 5),
  reach INTEGER NOT NULL CHECK(reach BETWEEN -1 AND 1000000000),
  effort INTEGER NOT NULL CHECK(effort = -1 OR effort BETWEEN 1 AND 100000),
  rank TEXT NOT NULL CHECK(rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*'),
  coder INTEGER NOT NULL REFERENCES coder(id),
  created_ms INTEGER NOT NULL) STRICT;
CREATE TABLE evidence(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  insight INTEGER NOT NULL REFERENCES insight(id),
  card INTEGER REFERENCES card(id),
  cluster INTEGER REFERENCES cluster(id),
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  stance TEXT NOT NULL CHECK(stance IN ('supports', 'contradicts', 'qualifies')),
  rank TEXT NOT NULL CHECK(rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*'),
  CHECK((card IS NOT NULL) + (cluster IS NOT NULL) + (source <> '') = 1)) STRICT;
CREATE INDEX evidence_insight ON evidence(insight);
CREATE INDEX evidence_card ON evidence(card) WHERE card IS NOT NULL;
CREATE INDEX evidence_cluster ON evidence(cluster) WHERE cluster IS NOT NULL;
CREATE TABLE recommendation(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  insight INTEGER NOT NULL REFERENCES insight(id),
  text TEXT NOT NULL CHECK(text <> ''),
  owner TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('change', 'explore')),
  rank TEXT NOT NULL CHECK(rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*')) STRICT;
CREATE INDEX recommendation_insight ON recommendation(insight);
CREATE TABLE belief(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  text TEXT NOT NULL CHECK(text <> ''),
  verdict TEXT NOT NULL CHECK(verdict IN ('untested', 'likely-true', 'mixed', 'likely-false')),
  why TEXT NOT NULL,
  rank TEXT NOT NULL CHECK(rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*')) STRICT;
CREATE TABLE decision(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  text TEXT NOT NULL CHECK(text <> ''),
  date TEXT NOT NULL CHECK(date = '' OR date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  insight INTEGER REFERENCES insight(id),
  rank TEXT NOT NULL CHECK(rank GLOB '[A-Za-z]*' AND rank NOT GLOB '*[^0-9A-Za-z]*')) STRICT;
CREATE INDEX decision_insight ON decision(insight) WHERE insight IS NOT NULL;
CREATE TABLE layer(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  coder TEXT NOT NULL CHECK(coder <> ''),
  name TEXT NOT NULL CHECK(name <> ''),
  revealed INTEGER NOT NULL CHECK(revealed IN (0, 1))) STRICT;
CREATE TABLE layer_card(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  layer INTEGER NOT NULL REFERENCES layer(id),
  card INTEGER NOT NULL REFERENCES card(id),
  label TEXT NOT NULL CHECK(label <> '')) STRICT;
CREATE INDEX layer_card_layer ON layer_card(layer);
CREATE INDEX layer_card_card ON layer_card(card);
CREATE TABLE ballot(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  title TEXT NOT NULL CHECK(title <> ''),
  budget INTEGER NOT NULL CHECK(budget BETWEEN 1 AND 1000),
  closed INTEGER NOT NULL CHECK(closed IN (0, 1)),
  what TEXT NOT NULL CHECK(what IN ('themes', 'insights'))) STRICT;
CREATE TABLE vote(
  id INTEGER PRIMARY KEY CHECK(id > 0),
  ballot INTEGER NOT NULL REFERENCES ballot(id),
  coder TEXT NOT NULL CHECK(coder <> ''),
  cluster INTEGER REFERENCES cluster(id),
  insight INTEGER REFERENCES insight(id),
  dots INTEGER NOT NULL CHECK(dots BETWEEN 1 AND 1000),
  CHECK((cluster IS NULL) <> (insight IS NULL))) STRICT;
CREATE INDEX vote_ballot ON vote(ballot);
CREATE INDEX vote_cluster ON vote(cluster) WHERE cluster IS NOT NULL;
CREATE INDEX vote_insight ON vote(insight) WHERE insight IS NOT NULL;
CREATE TABLE turn(
  transcript INTEGER NOT NULL REFERENCES transcript(id),
  seq INTEGER NOT NULL CHECK(seq >= 0),
  speaker INTEGER REFERENCES speaker(id),
  start INTEGER NOT NULL CHECK(start >= 0),
  "end" INTEGER NOT NULL CHECK("end" > start),
  start_ms INTEGER NOT NULL CHECK(start_ms >= -1),
  end_ms INTEGER NOT NULL CHECK(end_ms >= -1),
  text TEXT NOT NULL CHECK(text <> ''),
  cues BLOB NOT NULL,
  PRIMARY KEY(transcript, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE journal(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  lamport INTEGER NOT NULL CHECK(lamport BETWEEN 1 AND 4294967295),
  replica INTEGER NOT NULL REFERENCES replica(prefix),
  coder INTEGER NOT NULL REFERENCES coder(id),
  at_ms INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('do', 'undo', 'redo', 'skip')),
  label TEXT NOT NULL,
  batch INTEGER NOT NULL,
  target INTEGER,
  format INTEGER NOT NULL,
  changeset BLOB NOT NULL,
  authored BLOB,
  skipped TEXT NOT NULL DEFAULT '',
  CHECK((kind = 'do') = (target IS NULL)),
  UNIQUE(lamport, replica)) STRICT;
CREATE UNIQUE INDEX journal_target ON journal(target) WHERE target IS NOT NULL AND skipped = '';
