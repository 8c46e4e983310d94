//! A disk that fails on demand and forgets what was never synced.
//!
//! Every file is in memory twice: as the program sees it, and as it would be after a power cut. A
//! sync copies the first to the second.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use sotay::storage::disk::{Disk, DiskFile};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// the operation fails and has no effect
    Error,
    /// half of the write succeeds, then it fails
    Torn,
    Full,
}

#[derive(Default)]
struct Shared {
    files: BTreeMap<PathBuf, Both>,
    ops: usize,
    fault: Option<(usize, usize, Fault)>,
    free: Option<u64>,
}

#[derive(Clone, Default)]
struct Both {
    seen: Vec<u8>,
    durable: Vec<u8>,
}

#[derive(Clone, Default)]
pub struct MemDisk(Arc<Mutex<Shared>>);

impl MemDisk {
    pub fn arc(&self) -> Arc<dyn Disk> {
        Arc::new(self.clone())
    }

    /// Makes `count` writes or syncs fail, starting at the `from`th from now (0 is the next one).
    pub fn fail(&self, from: usize, count: usize, fault: Fault) {
        let mut s = self.0.lock().unwrap();
        let first = s.ops + from;
        s.fault = Some((first, count, fault));
    }

    pub fn heal(&self) {
        self.0.lock().unwrap().fault = None;
    }

    pub fn set_free(&self, free: u64) {
        self.0.lock().unwrap().free = Some(free);
    }

    pub fn ops(&self) -> usize {
        self.0.lock().unwrap().ops
    }

    /// The disk after a power cut: for unsynced writes, `keep` says for each 512 bytes whether they
    /// survived.
    pub fn power_cut(&self, keep: &mut dyn FnMut() -> bool) -> MemDisk {
        let s = self.0.lock().unwrap();
        let mut files = BTreeMap::new();
        for (path, both) in &s.files {
            let mut left = both.durable.clone();
            left.resize(both.seen.len().max(left.len()), 0);
            for at in (0..both.seen.len()).step_by(512) {
                let end = both.seen.len().min(at + 512);
                if keep() {
                    left[at..end].copy_from_slice(&both.seen[at..end]);
                }
            }
            files.insert(path.clone(), Both { seen: left.clone(), durable: left });
        }
        MemDisk(Arc::new(Mutex::new(Shared { files, ..Shared::default() })))
    }

    pub fn bytes(&self, path: &Path) -> Vec<u8> {
        self.0.lock().unwrap().files.get(path).map(|b| b.seen.clone()).unwrap_or_default()
    }

    pub fn put(&self, path: &Path, bytes: Vec<u8>) {
        let both = Both { seen: bytes.clone(), durable: bytes };
        self.0.lock().unwrap().files.insert(path.to_path_buf(), both);
    }

    pub fn drop_file(&self, path: &Path) {
        self.0.lock().unwrap().files.remove(path);
    }

    /// An independent copy.
    pub fn copy(&self) -> MemDisk {
        let files = self.0.lock().unwrap().files.clone();
        MemDisk(Arc::new(Mutex::new(Shared { files, ..Shared::default() })))
    }
}

impl Shared {
    fn fault(&mut self) -> Option<Fault> {
        let now = self.ops;
        self.ops += 1;
        self.fault.filter(|(from, n, _)| now >= *from && now - from < *n).map(|(_, _, f)| f)
    }
}

fn error(fault: Fault) -> io::Error {
    match fault {
        Fault::Full => io::ErrorKind::StorageFull.into(),
        _ => io::Error::other("input/output error"),
    }
}

struct MemFile {
    shared: Arc<Mutex<Shared>>,
    path: PathBuf,
}

impl DiskFile for MemFile {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut s = self.shared.lock().unwrap();
        let fault = s.fault();
        let both = s.files.get_mut(&self.path).ok_or(io::ErrorKind::NotFound)?;
        let len = match fault {
            None => bytes.len(),
            Some(Fault::Torn) => bytes.len() / 2,
            Some(_) => 0,
        };
        let end = offset as usize + len;
        if len > 0 {
            both.seen.resize(both.seen.len().max(end), 0);
            both.seen[offset as usize..end].copy_from_slice(&bytes[..len]);
        }
        fault.map_or(Ok(()), |f| Err(error(f)))
    }

    fn set_len(&mut self, len: u64) -> io::Result<()> {
        let mut s = self.shared.lock().unwrap();
        if let Some(fault) = s.fault() {
            return Err(error(fault));
        }
        let both = s.files.get_mut(&self.path).ok_or(io::ErrorKind::NotFound)?;
        both.seen.truncate(len as usize);
        Ok(())
    }

    fn sync_data(&mut self) -> io::Result<()> {
        let mut s = self.shared.lock().unwrap();
        if let Some(fault) = s.fault() {
            return Err(error(fault));
        }
        let both = s.files.get_mut(&self.path).ok_or(io::ErrorKind::NotFound)?;
        both.durable = both.seen.clone();
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.shared.lock().unwrap().files.get(&self.path).map_or(0, |b| b.seen.len() as u64))
    }
}

impl Disk for MemDisk {
    fn open(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        if !self.exists(path) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Box::new(MemFile { shared: self.0.clone(), path: path.to_path_buf() }))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn DiskFile>> {
        let mut s = self.0.lock().unwrap();
        if let Some(fault) = s.fault() {
            return Err(error(fault));
        }
        if s.files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        s.files.insert(path.to_path_buf(), Both::default());
        drop(s);
        self.open(path)
    }

    fn read(&self, path: &Path, max: u64) -> io::Result<Vec<u8>> {
        let s = self.0.lock().unwrap();
        let bytes = &s.files.get(path).ok_or(io::ErrorKind::NotFound)?.seen;
        if bytes.len() as u64 > max {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        Ok(bytes.clone())
    }

    fn read_at(&self, path: &Path, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let s = self.0.lock().unwrap();
        let bytes = &s.files.get(path).ok_or(io::ErrorKind::NotFound)?.seen;
        let from = bytes.len().min(offset as usize);
        Ok(bytes[from..bytes.len().min(from + len)].to_vec())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut s = self.0.lock().unwrap();
        let file = s.files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        s.files.insert(to.to_path_buf(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0
            .lock()
            .unwrap()
            .files
            .remove(path)
            .map(|_| ())
            .ok_or(io::ErrorKind::NotFound.into())
    }

    fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.0.lock().unwrap().files.retain(|path, _| !path.starts_with(folder));
        Ok(())
    }

    fn sync_file(&self, _path: &Path) -> io::Result<()> {
        self.0.lock().unwrap().fault().map_or(Ok(()), |f| Err(error(f)))
    }

    fn sync_folder(&self, _folder: &Path) -> io::Result<()> {
        self.0.lock().unwrap().fault().map_or(Ok(()), |f| Err(error(f)))
    }

    fn create_folder(&self, _folder: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<String>> {
        let s = self.0.lock().unwrap();
        let inside = s.files.keys().filter(|p| p.parent() == Some(folder));
        Ok(inside.filter_map(|p| Some(p.file_name()?.to_str()?.to_owned())).collect())
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.lock().unwrap().files.contains_key(path)
    }

    fn writable(&self, _folder: &Path) -> bool {
        true
    }

    fn free(&self, _path: &Path) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().free.unwrap_or(1 << 40))
    }
}
