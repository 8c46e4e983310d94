//! Lists the programme's files, so that a new kind is a new file and nothing else.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const FOLDER: &str = "src/programme/khuyencong";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let root = Path::new(&root);
    let folder = root.join(FOLDER);
    let mut code = list(root, "SOURCES", &folder)?;
    code.push_str(&list(root, "HEADQUARTERS_SOURCES", &folder.join("headquarters"))?);
    let sum = sum(&folder)? ^ sum(&folder.join("headquarters"))?.rotate_left(16);
    writeln!(code, "/// Of all these files: what was made by others is made again.")
        .map_err(io::Error::other)?;
    writeln!(code, "pub const FILES_SUM: u32 = {sum};").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("programme_files.rs"), code)
}

fn toml_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    Ok(files)
}

/// FNV-1a over the names and texts of a folder's files: it tells versions apart, and guards nothing.
fn sum(folder: &Path) -> io::Result<u32> {
    let mut sum = 0x811c_9dc5_u32;
    for path in toml_files(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for byte in name.into_bytes().into_iter().chain(fs::read(&path)?) {
            sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    Ok(sum)
}

/// A constant with the name and the text of each TOML file in a folder.
fn list(root: &Path, name: &str, folder: &Path) -> io::Result<String> {
    let files = toml_files(folder)?;
    let mut code = format!("pub const {name}: &[(&str, &str)] = &[\n");
    for path in files {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let inside = path.strip_prefix(root).unwrap_or(&path);
        // not the whole path: the checkout may be moved with what was built of it
        let text = format!("concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/\", {inside:?})");
        writeln!(code, "    ({file:?}, include_str!({text})),").map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    Ok(code)
}
