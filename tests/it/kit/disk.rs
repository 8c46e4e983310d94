//! For test disks that change some calls: passes the other calls to the real disk.

/// Methods of `Disk`, by name, that a test's disk passes to the real disk.
macro_rules! as_the_real_disk {
    ($($method:ident),*) => { $($crate::kit::disk::as_the_real_disk!(@ $method);)* };
    (@ open) => {
        fn open(&self, path: &std::path::Path)
            -> std::io::Result<Box<dyn sotay::storage::disk::DiskFile>>
        {
            sotay::storage::disk::RealDisk.open(path)
        }
    };
    (@ create) => {
        fn create(&self, path: &std::path::Path)
            -> std::io::Result<Box<dyn sotay::storage::disk::DiskFile>>
        {
            sotay::storage::disk::RealDisk.create(path)
        }
    };
    (@ read) => {
        fn read(&self, path: &std::path::Path, max: u64) -> std::io::Result<Vec<u8>> {
            sotay::storage::disk::RealDisk.read(path, max)
        }
    };
    (@ read_at) => {
        fn read_at(&self, path: &std::path::Path, offset: u64, len: usize)
            -> std::io::Result<Vec<u8>>
        {
            sotay::storage::disk::RealDisk.read_at(path, offset, len)
        }
    };
    (@ rename) => {
        fn rename(&self, from: &std::path::Path, to: &std::path::Path) -> std::io::Result<()> {
            sotay::storage::disk::RealDisk.rename(from, to)
        }
    };
    (@ list) => {
        fn list(&self, folder: &std::path::Path) -> std::io::Result<Vec<String>> {
            sotay::storage::disk::RealDisk.list(folder)
        }
    };
    (@ exists) => {
        fn exists(&self, path: &std::path::Path) -> bool {
            sotay::storage::disk::RealDisk.exists(path)
        }
    };
    (@ writable) => {
        fn writable(&self, folder: &std::path::Path) -> bool {
            sotay::storage::disk::RealDisk.writable(folder)
        }
    };
    (@ free) => {
        fn free(&self, path: &std::path::Path) -> std::io::Result<u64> {
            sotay::storage::disk::RealDisk.free(path)
        }
    };
    // remove, remove_folder, sync_file, sync_folder, create_folder
    (@ $other:ident) => {
        fn $other(&self, path: &std::path::Path) -> std::io::Result<()> {
            sotay::storage::disk::RealDisk.$other(path)
        }
    };
}

pub(crate) use as_the_real_disk;

pub fn real_disk() -> std::sync::Arc<dyn sotay::storage::disk::Disk> {
    std::sync::Arc::new(sotay::storage::disk::RealDisk)
}
