/** `ASSY` in ASCII: marks a SQLite file as ours (https://www.sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x41535359;

/** Each entry moves the schema one version up; `user_version` counts the entries applied. Never edit one. */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE environment (
    id TEXT PRIMARY KEY,
    identity TEXT NOT NULL,
    first_seen TEXT NOT NULL
  ) STRICT;
  CREATE TABLE run (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'compare', 'import')),
    status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'interrupted', 'failed')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    design TEXT,
    seed INTEGER NOT NULL,
    settings TEXT NOT NULL,
    plan TEXT,
    environment_id TEXT NOT NULL REFERENCES environment (id),
    conditions TEXT NOT NULL,
    execution_environment TEXT NOT NULL,
    version TEXT NOT NULL,
    timings TEXT,
    owner TEXT
  ) STRICT;
  CREATE INDEX run_started ON run (started_at);
  CREATE TABLE revision (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    side TEXT NOT NULL CHECK (side IN ('baseline', 'candidate')),
    label TEXT NOT NULL,
    "commit" TEXT,
    parent TEXT,
    dirty INTEGER NOT NULL CHECK (dirty IN (0, 1)),
    content_digest TEXT,
    committed_at TEXT,
    title TEXT,
    PRIMARY KEY (run_id, side)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX revision_commit ON revision ("commit");
  CREATE TABLE measurement (
    id INTEGER PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    side TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    case_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL,
    direction TEXT NOT NULL CHECK (direction IN ('lower', 'higher')),
    status TEXT NOT NULL CHECK (status IN ('measured', 'unavailable', 'failed')),
    reason TEXT,
    judged INTEGER NOT NULL CHECK (judged IN (0, 1)),
    tolerance REAL NOT NULL,
    command TEXT NOT NULL,
    warnings TEXT NOT NULL,
    digest TEXT,
    UNIQUE (run_id, side, benchmark, case_key, subject, metric)
  ) STRICT;
  CREATE INDEX measurement_series ON measurement (benchmark, metric, case_key, subject);
  CREATE TABLE execution (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    side TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    case_key TEXT NOT NULL,
    seq INTEGER NOT NULL,
    block INTEGER NOT NULL,
    position INTEGER NOT NULL,
    started_at TEXT NOT NULL,
    exit_code INTEGER,
    signal INTEGER,
    other_load REAL,
    PRIMARY KEY (run_id, side, benchmark, case_key, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sample (
    measurement_id INTEGER NOT NULL REFERENCES measurement (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (measurement_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE comparison (
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    baseline_measurement INTEGER NOT NULL REFERENCES measurement (id) ON DELETE CASCADE,
    candidate_measurement INTEGER NOT NULL REFERENCES measurement (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (baseline_measurement, candidate_measurement)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX comparison_run ON comparison (run_id);
  CREATE TABLE baseline (
    name TEXT PRIMARY KEY,
    run_id TEXT NOT NULL REFERENCES run (id) ON DELETE RESTRICT,
    created_at TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER baseline_is_immutable BEFORE UPDATE ON baseline
    BEGIN SELECT RAISE(ABORT, 'a baseline is immutable'); END;
  CREATE TABLE build (
    key TEXT PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('building', 'ready', 'failed')),
    "commit" TEXT,
    path TEXT NOT NULL,
    log TEXT,
    seconds REAL,
    used_at TEXT NOT NULL,
    owner TEXT
  ) STRICT;
  `,
  // What a source that kept no samples says of them: other tools' results may be summaries only.
  `
  ALTER TABLE measurement ADD COLUMN summary TEXT;
  CREATE INDEX revision_content ON revision (content_digest);
  `,
  // What A/A measurements found of each series: how much runs vary here.
  `
  CREATE TABLE noise (
    id INTEGER PRIMARY KEY,
    environment_id TEXT NOT NULL REFERENCES environment (id),
    benchmark TEXT NOT NULL,
    case_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    metric TEXT NOT NULL,
    measured_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX noise_series ON noise (benchmark, metric, case_key, subject);
  `,
  // Calibrations, a kind of run of their own (SQLite changes a CHECK by a new table in the place of the old), and
  // the environment of a side that is not that of the run.
  `
  CREATE TABLE new_run (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('run', 'compare', 'import', 'calibrate')),
    status TEXT NOT NULL CHECK (status IN ('running', 'completed', 'interrupted', 'failed')),
    started_at TEXT NOT NULL,
    finished_at TEXT,
    design TEXT,
    seed INTEGER NOT NULL,
    settings TEXT NOT NULL,
    plan TEXT,
    environment_id TEXT NOT NULL REFERENCES environment (id),
    conditions TEXT NOT NULL,
    execution_environment TEXT NOT NULL,
    version TEXT NOT NULL,
    timings TEXT,
    owner TEXT
  ) STRICT;
  INSERT INTO new_run SELECT id, kind, status, started_at, finished_at, design, seed, settings, plan,
    environment_id, conditions, execution_environment, version, timings, owner FROM run;
  DROP TABLE run;
  ALTER TABLE new_run RENAME TO run;
  CREATE INDEX run_started ON run (started_at);
  ALTER TABLE revision ADD COLUMN environment_id TEXT REFERENCES environment (id);
  CREATE TABLE calibration (
    run_id TEXT PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    baseline_environment TEXT NOT NULL REFERENCES environment (id),
    candidate_environment TEXT NOT NULL REFERENCES environment (id),
    measured_at TEXT NOT NULL,
    record TEXT NOT NULL
  ) STRICT;
  CREATE INDEX calibration_environments ON calibration (candidate_environment, baseline_environment);
  `,
];
