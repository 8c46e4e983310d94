//! Opens a notebook. Loads at once what the first screen needs: lock, keys, the journal's end, the
//! start cache. A background thread (`loader`) loads sled and the record index; for the screen only
//! when they are first needed.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::device::Device;
use super::lifecycle::Phase;
use super::loader::Loader;
use super::{Notebook, clock_corrections, copies, erasing, init};
use crate::programme::ProgrammeSource;
use crate::storage::crypto::key::Keys;
use crate::storage::crypto::key_folder::KeyedFolder;
use crate::storage::crypto::one_time::OneTimeSecret;
use crate::storage::crypto::sealed_file::seal_old_files;
use crate::storage::disk::lock::Lock;
use crate::storage::disk::space;
use crate::storage::disk::space::DiskSpace;
use crate::storage::disk::{Disk, refuse_links};
use crate::storage::error::{IoOperation, OpeningFinding, StoreError};
use crate::store::attachments::folder::FOLDER;
use crate::store::erasures::registry::ErasureRegistry;
use crate::store::index::start_cache::StartCache;
use crate::store::journal::{Journal, JournalSettings};
use crate::store::state::memory_copy::MemoryFolder;
use crate::store::state::rebuild::StateBuilder;
use crate::store::state::{Applied, StoreContext};

#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Make the program that holds the notebook close it.
    pub take_over: bool,
    /// Load the state only for a request that the start cache cannot serve, and serve the records
    /// so far while it is rebuilt. Otherwise load at once, and let callers block.
    pub serve_early: bool,
    /// Unix milliseconds.
    pub now: fn() -> u64,
}

/// The findings of an opening, each a sentence for the officer (`crate::store::messages::finding`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opening {
    pub findings: Vec<OpeningFinding>,
}

/// Takes the folder's lock, if requested from the program that holds it.
pub(crate) fn lock_folder(dir: &Path, options: &Options) -> Result<Lock, StoreError> {
    match Lock::take(dir, (options.now)()) {
        Err(StoreError::Held(holder)) if options.take_over => {
            Lock::take_over(dir, &holder, (options.now)())
        }
        other => other,
    }
}

/// A folder in memory for the state of a notebook on a full or read-only disk.
pub(crate) fn scratch(
    room: DiskSpace,
    dir: &Path,
) -> Result<Option<Arc<MemoryFolder>>, StoreError> {
    match room {
        DiskSpace::Enough => Ok(None),
        DiskSpace::Full { .. } | DiskSpace::ReadOnly => {
            Ok(Some(Arc::new(MemoryFolder::of(dir)?)))
        }
    }
}

/// `source` is used only after the journal is read, so that another thread may load the programme
/// until then. `rebuild`: rebuild the state even if it is good.
pub(crate) fn open(
    disk: Arc<dyn Disk>,
    source: impl ProgrammeSource,
    folder: KeyedFolder,
    options: Options,
    rebuild: bool,
) -> Result<(Arc<Notebook>, JoinHandle<()>, Opening), StoreError> {
    let dir = &*folder.dir.clone();
    if !init::exists(dir) {
        return Err(StoreError::NoNotebook(dir.to_owned()));
    }
    let lock = lock_folder(dir, &options)?;
    for name in ["journal", "state", "broken", FOLDER] {
        refuse_links(dir, &dir.join(name))?;
    }
    let room = space::reserve_space(&*disk, dir)?;
    if rebuild {
        room.require_writable(dir)?;
    }
    let scratch = scratch(room, dir)?;
    let noted = ErasureRegistry::load(dir);
    erasing::recover(&*disk, dir, noted.is_replacing())?;
    let (keys, mut findings) = Keys::load(folder)?;
    findings.extend(room.finding());
    let device = Device::load(dir, &keys)?;
    seal_old_files(&*disk, dir, &keys);
    findings.extend(copies::mend(&*disk, dir, &keys));
    OneTimeSecret::remove_stale(&*disk, dir);
    let settings = JournalSettings { disk: Arc::clone(&disk), ..JournalSettings::default() };
    let (mut journal, found) = Journal::open_with(settings, dir, &keys)?;
    findings.extend(found);
    let last = clock_corrections::read(dir).true_millis(journal.tail().hlc);
    findings.extend(OpeningFinding::of_clock((options.now)(), last));
    if room == DiskSpace::ReadOnly {
        journal.set_read_only();
    }
    let context = StoreContext::new(disk, source.programme(), keys);
    let builder = StateBuilder::new(dir, scratch, context.clone(), &journal, options.now);
    let cache = StartCache::read(dir, &builder.context.sealer)
        .filter(|cache| cache.no <= builder.tail.frame_no)
        .filter(|cache| builder.has_frame(Applied { no: cache.no, link: cache.link }));
    let notebook = Arc::new(Notebook::new(context, builder, lock, journal, device));
    notebook.lifecycle.note_damage(&findings);
    let serve_early = options.serve_early && !rebuild;
    let loader = |notebook: &Arc<Notebook>, is_awaited| Loader {
        notebook: Arc::clone(notebook),
        rebuild,
        serve_early,
        is_awaited,
    };
    let has_first_screen = loader(&notebook, false).load_start_screen(cache);
    // after a crash the state is checked now, while the machine's boot id can still match
    let is_clean = notebook.projections.builder.tail.closed.is_some();
    let is_deferred = serve_early && has_first_screen && is_clean && !noted.is_pending();
    if is_deferred {
        notebook.lifecycle.enter(Phase::Deferred);
    }
    let loader = loader(&notebook, is_deferred);
    let thread = std::thread::Builder::new()
        .name("store".into())
        .spawn(move || {
            if loader.notebook.lifecycle.wait_for_demand() {
                loader.load();
                loader.finish_erasures();
            }
        })
        .map_err(|e| StoreError::io(IoOperation::Create, Path::new("thread"), e))?;
    Ok((notebook, thread, Opening { findings }))
}
