//! Turns a file on disk into an attachment record (read, strip the metadata of photos, seal) and
//! writes an attachment back to a file. Returns the record's answers and commits nothing.

pub mod photo;

use std::io::Write;
use std::path::Path;

use super::audit::publish_noted;
use super::out_file::WriteFault;
use crate::cancel::CancelToken;
use crate::lang::Lang;
use crate::lang::attachment as attachment_words;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Date, FieldNo, Id, Record, Value};
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget};
use crate::storage::disk::{Disk, RealDisk};
use crate::storage::format::blob::Sum;
use crate::storage::limits;
use crate::store::messages;
use crate::store::{AttachmentFlaw, Store};
use crate::text::clean;

/// A file that may become an attachment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreparedFile {
    pub name: String,
    pub mime: &'static str,
    pub bytes: Vec<u8>,
    pub taken: Option<Date>,
}

/// Reads and checks the file and strips photo metadata; writes nothing.
pub fn prepare(path: &Path, lang: Lang) -> Result<PreparedFile, String> {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let name = clean::clean(&name, false);
    let most = limits::ATTACHMENT as u64;
    let bytes = RealDisk.read(path, most).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => attachment_words::not_there(lang),
        std::io::ErrorKind::FileTooLarge => attachment_words::too_large(lang, most >> 20),
        _ => attachment_words::cannot_read(lang),
    })?;
    if bytes.is_empty() {
        return Err(attachment_words::empty(lang));
    }
    let Some(format) = photo::PictureFormat::of(&bytes) else {
        let mime = mime(&bytes);
        // no format that `photo` can clean: refuse it if it may hold the coordinates of the place
        return match mime {
            None => Err(attachment_words::other_photo(lang)),
            Some(mime) => Ok(PreparedFile { name, mime, bytes, taken: None }),
        };
    };
    let mime = match format {
        photo::PictureFormat::Jpeg => "image/jpeg",
        photo::PictureFormat::Png => "image/png",
        photo::PictureFormat::WebP => "image/webp",
    };
    let clean =
        photo::clean(format, &bytes).map_err(|_| attachment_words::broken_photo(lang))?;
    Ok(PreparedFile { name, mime, bytes: clean.bytes, taken: clean.taken })
}

/// MIME type from the first bytes. `None` for picture formats that may hold coordinates and cannot
/// be cleaned.
fn mime(bytes: &[u8]) -> Option<&'static str> {
    let text = || std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0'));
    Some(match bytes {
        [b'%', b'P', b'D', b'F', b'-', ..] => "application/pdf",
        [b'P', b'K', 3, 4, ..] => "application/zip",
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "application/x-ole-storage",
        [b'I', b'I', 0x2a, 0, ..] | [b'M', b'M', 0, 0x2a, ..] => return None,
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => return None,
        _ if text() => "text/plain",
        _ => "application/octet-stream",
    })
}

/// Stores a file as an attachment of the record `parent`; its bytes are sealed and durable on
/// return. Returns the initial answers of the attachment's record.
pub fn take_in(
    store: &Store,
    parent: Id,
    path: &Path,
    lang: Lang,
) -> Result<Vec<(FieldNo, Value)>, String> {
    let prepared = prepare(path, lang)?;
    let sum =
        store.attachments().add(&prepared.bytes).map_err(|e| messages::error(&e, lang))?;
    Ok(answers(store.programme(), &prepared, &sum, parent))
}

fn answers(
    programme: &Programme,
    file: &PreparedFile,
    sum: &Sum,
    parent: Id,
) -> Vec<(FieldNo, Value)> {
    let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    let answers = [
        ("parent", Some(Value::Link(parent))),
        ("file_name", Some(Value::Text(file.name.clone()))),
        ("mime", Some(Value::Text(file.mime.to_owned()))),
        ("size", i64::try_from(file.bytes.len()).ok().map(Value::Int)),
        ("sha256", Some(Value::Text(hex))),
        ("taken", file.taken.map(Value::Date)),
    ];
    let answer = |(id, value): (&str, Option<Value>)| {
        Some((programme.with_role(KindRole::File)?.field_by_id(id)?.no, value?))
    };
    answers.into_iter().filter_map(answer).collect()
}

/// The decrypted bytes of an attachment's file.
pub fn bytes(store: &Store, record: &Record, lang: Lang) -> Result<Vec<u8>, String> {
    store.attachments().read_of(record).map_err(|flaw| flaw_text(flaw, lang))
}

pub fn flaw_text(flaw: AttachmentFlaw, lang: Lang) -> String {
    match flaw {
        AttachmentFlaw::Missing => attachment_words::missing(lang),
        AttachmentFlaw::Elsewhere => attachment_words::elsewhere(lang),
        AttachmentFlaw::Damaged => attachment_words::damaged(lang),
    }
}

fn is_file(programme: &Programme, record: &Record) -> bool {
    programme.kind(record.kind).is_some_and(|kind| kind.is(KindRole::File))
}

/// Writes the file of an attachment to `target`. Used by the command and by the screen.
pub fn save(
    store: &Store,
    id: Id,
    target: FileTarget<'_>,
    lang: Lang,
) -> Result<(), WriteFault> {
    let record = store.records().get(id).map_err(|e| messages::error(&e, lang))?;
    let ours = record.filter(|r| is_file(store.programme(), r));
    let record = ours.ok_or_else(|| attachment_words::not_one(lang))?;
    let bytes = bytes(store, &record, lang)?;
    let fault = |e: std::io::Error| WriteFault::of(&e, target.file, lang);
    let created = AtomicFile::create(target, &CancelToken::default());
    let mut out = created.map_err(fault)?;
    out.write_all(&bytes).map_err(fault)?;
    let about = AuditAbout::record(record.kind, id);
    publish_noted(store, AuditDeed::TakeOut, about, out, lang)?.map_err(fault)
}
