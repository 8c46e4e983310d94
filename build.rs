//! Lists the programme's files, so that a new kind is a new file and nothing else, and parses them, so
//! that no start does: `programme/load/tree.rs` reads the bytes.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

use toml::{Table, Value};

const FOLDER: &str = "src/programme/khuyencong";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={FOLDER}");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let root = Path::new(&root);
    let folder = root.join(FOLDER);
    let mut code = list(root, "SOURCES", &folder)?;
    code.push_str(&list(root, "HEADQUARTERS_SOURCES", &folder.join("headquarters"))?);
    for (name, folder) in
        [("SOURCES_BYTES", folder.clone()), ("HEADQUARTERS_BYTES", folder.join("headquarters"))]
    {
        fs::write(Path::new(&out).join(name), bytes(&folder)?)?;
        let file = format!("concat!(env!(\"OUT_DIR\"), \"/{name}\")");
        writeln!(code, "/// What the files say, parsed.").map_err(io::Error::other)?;
        writeln!(code, "pub const {name}: &[u8] = include_bytes!({file});")
            .map_err(io::Error::other)?;
    }
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

/// The files of a folder, each with its name and as a table.
fn bytes(folder: &Path) -> io::Result<Vec<u8>> {
    let files = toml_files(folder)?;
    let mut out = Vec::new();
    length(files.len(), &mut out)?;
    for path in files {
        text(&path.file_name().unwrap_or_default().to_string_lossy(), &mut out)?;
        let said = fs::read_to_string(&path)?;
        let said: Table =
            said.parse().map_err(|e| io::Error::other(format!("{}: {e}", path.display())))?;
        table(&said, &mut out)?;
    }
    Ok(out)
}

fn length(length: usize, out: &mut Vec<u8>) -> io::Result<()> {
    out.extend(u32::try_from(length).map_err(io::Error::other)?.to_le_bytes());
    Ok(())
}

fn text(text: &str, out: &mut Vec<u8>) -> io::Result<()> {
    length(text.len(), out)?;
    out.extend(text.as_bytes());
    Ok(())
}

fn table(table: &Table, out: &mut Vec<u8>) -> io::Result<()> {
    length(table.len(), out)?;
    table.iter().try_for_each(|(key, one)| {
        text(key, out)?;
        value(one, out)
    })
}

fn value(value_of: &Value, out: &mut Vec<u8>) -> io::Result<()> {
    match value_of {
        Value::String(said) => {
            out.push(b't');
            text(said, out)?;
        }
        Value::Integer(number) => {
            out.push(b'i');
            out.extend(number.to_le_bytes());
        }
        Value::Boolean(yes) => out.extend([b'b', u8::from(*yes)]),
        Value::Datetime(toml::value::Datetime { date: Some(day), time: None, .. }) => {
            out.push(b'd');
            out.extend(i16::try_from(day.year).map_err(io::Error::other)?.to_le_bytes());
            out.extend([day.month, day.day]);
        }
        Value::Array(items) => {
            out.push(b'a');
            length(items.len(), out)?;
            items.iter().try_for_each(|item| value(item, out))?;
        }
        Value::Table(said) => {
            out.push(b'm');
            table(said, out)?;
        }
        Value::Float(_) | Value::Datetime(_) => {
            return Err(io::Error::other(format!("no programme holds {value_of:?}")));
        }
    }
    Ok(())
}
