//! The program's own jobs on a real store, done at once and in order, with a fixed clock: the same
//! events always give the same notebook.

use sotay::programme::Role;
use sotay::shell::jobs::OfficerNames;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sotay::app::effect::Effect;
use sotay::app::event::WorkerAnswer;
use sotay::cancel::CancelToken;
use sotay::lang::Lang;
use sotay::shell::jobs::{self, Arrivals, Compaction, Long, ReadWorker, Shared, WriteWorker};
use sotay::store::Store;

use super::home::officer;
use super::{NOW, copy_folder, now};

pub struct Workers {
    dir: tempfile::TempDir,
    lang: Lang,
    role: Role,
    jobs: (WriteWorker, ReadWorker, Long, Arc<Mutex<Vec<WorkerAnswer>>>),
}

impl Workers {
    /// A new machine: a folder without a notebook.
    pub fn empty(lang: Lang) -> Workers {
        // in memory if the system has such a folder: durability is not tested here
        let dir = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).unwrap();
        let jobs = begin(dir.path().join("notebook"), Role::Officer, lang);
        Workers { dir, lang, role: Role::Officer, jobs }
    }

    /// On an existing folder.
    pub fn over(folder: PathBuf, role: Role, lang: Lang) -> Workers {
        let dir = tempfile::tempdir().unwrap();
        Workers { dir, lang, role, jobs: begin(folder, role, lang) }
    }

    /// With a copy of the notebook in this folder.
    pub fn copied(from: &Path, lang: Lang) -> Workers {
        let workers = Workers::empty(lang);
        copy_folder(from, &workers.folder());
        workers
    }

    /// With a new notebook.
    pub fn begun(lang: Lang) -> Workers {
        let workers = Workers::empty(lang);
        Store::init(Role::Officer, &workers.folder(), &officer(), NOW).unwrap();
        workers
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join("notebook")
    }

    /// The path of a file with this name.
    pub fn path(&self, name: &str) -> String {
        self.dir.path().join(name).to_str().unwrap().to_string()
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_string()
    }

    pub fn binary(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.dir.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_string()
    }

    pub fn store(&self) -> &Store {
        self.jobs.0.store.get().expect("an open notebook")
    }

    /// For a test's own jobs.
    pub fn shared(&self) -> Shared {
        self.jobs.0.store.clone()
    }

    /// Ends the program, which frees the folder.
    pub fn close(&mut self) {
        if let Some(store) = self.jobs.0.store.get() {
            store.close().unwrap();
        }
        self.jobs = begin(self.folder(), self.role, self.lang);
    }

    /// No request comes for a while: what the writer then does and reports.
    pub fn quiet(&self) -> Vec<WorkerAnswer> {
        let (writer, _, _, told) = &self.jobs;
        let mut behind = writer.has_arrivals();
        while behind {
            behind = writer.take_in();
        }
        std::mem::take(&mut *told.lock().unwrap())
    }

    pub fn run(&self, effect: Effect) -> Option<WorkerAnswer> {
        let (writer, reader, long, _) = &self.jobs;
        match effect {
            // fewer records than the program makes: a test does not need hundreds
            Effect::Demo { .. } => long.run(Effect::Demo { establishments: 8, visits: 12 }),
            effect if jobs::is_long(&effect) => long.run(effect),
            effect if jobs::is_read(&effect) => reader.run(effect),
            effect => writer.run(effect),
        }
    }
}

fn begin(
    dir: PathBuf,
    role: Role,
    lang: Lang,
) -> (WriteWorker, ReadWorker, Long, Arc<Mutex<Vec<WorkerAnswer>>>) {
    let store = Shared::default();
    let reader = ReadWorker {
        dir: dir.clone(),
        store: store.clone(),
        lang,
        address: None,
        officers: OfficerNames::new(role, store.clone()),
    };
    let cancel = CancelToken::default();
    let compaction = Compaction::default();
    let long = Long {
        store: store.clone(),
        lang,
        now,
        cancel,
        ssh: None,
        tell: Arc::new(|_| ()),
        compaction: compaction.clone(),
    };
    let arrivals = Arrivals::default();
    let told: Arc<Mutex<Vec<WorkerAnswer>>> = Arc::default();
    let tell = told.clone();
    let tell = Arc::new(move |done| tell.lock().unwrap().push(done));
    (
        WriteWorker {
            dir,
            access: Default::default(),
            role,
            store,
            lang,
            now,
            tell,
            compaction,
            arrivals,
        },
        reader,
        long,
        told,
    )
}
