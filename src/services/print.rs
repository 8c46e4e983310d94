//! Prints a visit as a document: the minutes that both parties sign. It is no official form and
//! does not imitate one, and shows no internal data.

use std::io::BufWriter;

use super::audit::publish_noted;
use super::out_file::{WriteFault, fill_file};
use crate::cancel::CancelToken;
use crate::lang::cli::work as work_words;
use crate::lang::{Lang, files};
use crate::office::docx::{Align, Document, Paragraph};
use crate::programme::faults::lower;
use crate::programme::reference;
use crate::programme::role::KindRole;
use crate::programme::spec::Programme;
use crate::programme::spec::{Field, Kind, Type};
use crate::record::audit::{AuditAbout, AuditDeed};
use crate::record::{Date, Fields, Id, Origin, Query, Record, Value};
use crate::services::officer::officer_text;
use crate::services::record_text::Titles;
use crate::services::record_text::{named, text};
use crate::storage::disk::atomic_file::{AtomicFile, FileTarget};
use crate::store::messages;
use crate::store::{Store, StoreError};
use crate::text::format::{show_date, today_from_millis};

/// Maximum number of commitments printed; a visit has far fewer.
const MOST_TASKS: usize = 200;

/// Writes the document; returns a sentence for the user, also on error.
pub fn print(
    store: &Store,
    id: Id,
    target: FileTarget<'_>,
    lang: Lang,
    now: u64,
) -> Result<String, WriteFault> {
    let file = target.file;
    let name = file.display().to_string();
    if !file.extension().is_some_and(|e| e.eq_ignore_ascii_case("docx")) {
        return Err(files::which_document(lang, &name).into());
    }
    let failed = |e: StoreError| messages::error(&e, lang);
    let record = store.records().get(id).map_err(failed)?;
    let found = record.and_then(|r| store.programme().kind(r.kind).map(|k| (k, r)));
    let Some((kind, record)) = found else {
        return Err(work_words::not_found(lang, &id.to_string()).into());
    };
    if !kind.is(KindRole::Visit) {
        return Err(files::only_visits(lang, kind.label.get(lang)).into());
    }
    let paper = Paper::gather(store, kind, &record, lang).map_err(failed)?;
    let document = paper.document(&show_date(today_from_millis(now)));
    let write = || {
        let mut out = BufWriter::new(AtomicFile::create(target, &CancelToken::default())?);
        document.write(&mut out)?;
        fill_file(out)
    };
    let fault = |e: std::io::Error| WriteFault::of(&e, file, lang);
    let written = write().map_err(fault)?;
    let about = AuditAbout::record(kind.no, id);
    publish_noted(store, AuditDeed::Print, about, written, lang)?.map_err(fault)?;
    Ok(files::printed(lang, &name))
}

/// The data of the document.
struct Paper<'a> {
    programme: &'a Programme,
    kind: &'a Kind,
    record: &'a Record,
    establishment: Option<Record>,
    officer: Option<Record>,
    tasks: Vec<Record>,
    titles: Titles,
    /// time of the last change, Unix milliseconds
    changed: u64,
    lang: Lang,
}

impl<'a> Paper<'a> {
    fn gather(
        store: &'a Store,
        kind: &'a Kind,
        record: &'a Record,
        lang: Lang,
    ) -> Result<Paper<'a>, StoreError> {
        let own = kind.home_field().and_then(|f| record.fields.get(f.no));
        let establishment = match own.and_then(Value::as_link) {
            Some(id) => store.records().get(id)?,
            None => None,
        };
        let task = store.programme().with_role(KindRole::Task);
        let of = task.and_then(|task| {
            let leads = |field: &&Field| field.links_to(&kind.id);
            Some((task.no, task.fields().find(leads)?.no))
        });
        let tasks = match of {
            Some((kind, field)) => {
                let query = Query { pointing: Some((field, record.id)), ..Query::all(kind) };
                store.records().page(&query, 0, MOST_TASKS)?.rows
            }
            None => Vec::new(),
        };
        let ids: Vec<Id> =
            [record].into_iter().chain(&tasks).flat_map(|r| named(&r.fields)).collect();
        let titles = store.records().titles(&ids)?;
        let officer = store.records().officer()?;
        let changed = store.uplink().true_millis(record.changed.hlc);
        Ok(Paper {
            programme: store.programme(),
            kind,
            record,
            establishment,
            officer,
            tasks,
            titles,
            changed,
            lang,
        })
    }

    fn document(&self, today: &str) -> Document {
        let mut document = Document::default();
        self.head(&mut document);
        self.parties(&mut document);
        for section in &self.kind.sections {
            let fields = section.fields.iter().filter(|f| !self.is_in_heading(f));
            let answered: Vec<(&Field, &Value)> =
                fields.filter_map(|f| Some((f, self.record.fields.get(f.no)?))).collect();
            if !answered.is_empty() {
                document.put(&heading(section.label.get(self.lang)));
            }
            for (field, value) in answered {
                self.answer(&mut document, field, value);
            }
        }
        self.commitments(&mut document);
        self.signatures(&mut document);
        let changed = show_date(today_from_millis(self.changed));
        document.footer(&files::paper_foot(self.lang, &changed, today));
        document
    }

    /// The head of an official document: the unit on the left, the state on the right.
    fn head(&self, document: &mut Document) {
        let centre = || Paragraph::new(Align::Centre);
        let unit = self.of_officer("unit").unwrap_or_default().to_uppercase();
        let left = [centre().bold(&unit).sized(12), centre().text("").sized(2).ruled()];
        let right = [
            centre().bold("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").sized(12),
            centre().bold("Độc lập - Tự do - Hạnh phúc").sized(13),
            centre().text("").sized(2).ruled(),
        ];
        document.beside(&left, &right, 40);
        let place =
            self.of_officer("province").as_deref().and_then(reference::province_by_name);
        let place = place.map_or("……", |p| bare(p.name));
        let date = self.field("date").and_then(Value::as_date);
        let day = date.map(|d| {
            let (day, month) = official(d, self.lang);
            files::dated_in_words(self.lang, place, &day, &month, d.year)
        });
        document.beside(
            &[Paragraph::default()],
            &[centre().italic(&day.unwrap_or_default())],
            40,
        );
        let purpose = self.field("purpose");
        let title = match purpose.and_then(Value::as_text) {
            Some("tien_do" | "giam_sat") => files::paper_title_inspection(self.lang),
            _ => files::paper_title(self.lang),
        };
        document.put(&centre().bold(&title).sized(15).apart());
        if self.record.origin == Origin::MadeUp {
            document.put(&centre().bold(&files::made_up(self.lang)));
        }
        let named = |value: &&Value| value.as_text() != Some("khac");
        let subject = self.kind.field_by_id("purpose").zip(purpose.filter(named));
        if let Some((field, value)) = subject {
            let purpose = lower(&text(self.programme, field, value, &self.titles, self.lang));
            document.put(&centre().bold(&files::paper_subject(self.lang, &purpose)));
        }
    }

    fn parties(&self, document: &mut Document) {
        let Some(there) = &self.establishment else { return };
        let Some(kind) = self.programme.kind(there.kind) else { return };
        document.put(&heading(kind.label.get(self.lang)));
        for id in ["name", "address", "place", "products"] {
            let answered =
                kind.field_by_id(id).and_then(|f| Some((f, there.fields.get(f.no)?)));
            if let Some((field, value)) = answered {
                self.answer(document, field, value);
            }
        }
    }

    fn answer(&self, document: &mut Document, field: &Field, value: &Value) {
        let label = format!("{}: ", field.label.get(self.lang));
        if let Value::Lines(rows) = value {
            document.put(&Paragraph::new(Align::Left).bold(&label).with_next());
            let filled = |c: &&Field| rows.iter().any(|row| row.cells.get(c.no).is_some());
            let columns: Vec<&Field> = field.columns().iter().filter(filled).collect();
            let head: Vec<String> =
                columns.iter().map(|c| c.label.get(self.lang).to_owned()).collect();
            let rows: Vec<Vec<String>> =
                rows.iter().map(|row| self.cells(&columns, &row.cells)).collect();
            document.table(&head, &rows);
            return;
        }
        let unit = match (&field.unit, &field.ty) {
            (Some(unit), Type::Int | Type::Decimal | Type::Money) => unit.get(self.lang),
            _ => "",
        };
        let shown = text(self.programme, field, value, &self.titles, self.lang);
        let gap = if unit.is_empty() || unit == "%" { "" } else { " " };
        let align = if matches!(field.ty, Type::Note) { Align::Justified } else { Align::Left };
        document.put(&Paragraph::new(align).bold(&label).text(&format!("{shown}{gap}{unit}")));
    }

    fn cells(&self, columns: &[&Field], cells: &Fields) -> Vec<String> {
        let cell = |column: &&Field| {
            let value = cells.get(column.no)?;
            Some(text(self.programme, column, value, &self.titles, self.lang))
        };
        columns.iter().map(|column| cell(column).unwrap_or_default()).collect()
    }

    fn commitments(&self, document: &mut Document) {
        let Some(kind) =
            self.programme.with_role(KindRole::Task).filter(|_| !self.tasks.is_empty())
        else {
            return;
        };
        let columns: Vec<&Field> = ["what", "owner", "due", "state"]
            .iter()
            .filter_map(|id| kind.field_by_id(id))
            .collect();
        let head: Vec<String> =
            columns.iter().map(|c| c.label.get(self.lang).to_owned()).collect();
        let rows: Vec<Vec<String>> =
            self.tasks.iter().map(|task| self.cells(&columns, &task.fields)).collect();
        document.put(&heading(&files::commitments(self.lang)));
        document.table(&head, &rows);
    }

    fn signatures(&self, document: &mut Document) {
        document.put(&Paragraph::default());
        let side = |title: &str, names: &str| {
            let centre = || Paragraph::new(Align::Centre).with_next();
            let mut lines = vec![
                centre().bold(title),
                centre().italic(&files::sign_here(self.lang)).sized(12),
            ];
            // space for a signature
            lines.extend([centre(), centre()]);
            lines.push(centre().bold(names));
            lines
        };
        let officers = self.field("officers").map(|value| match value {
            Value::Links(ids) => {
                let names = ids.iter().filter_map(|id| self.titles.get(id).cloned());
                names.collect::<Vec<_>>().join("\n")
            }
            _ => String::new(),
        });
        let own = || self.of_officer("name").unwrap_or_default();
        let officers = officers.filter(|names| !names.is_empty()).unwrap_or_else(own);
        document.beside(
            &side(&files::for_establishment(self.lang), ""),
            &side(&files::for_officer(self.lang), &officers),
            50,
        );
    }

    /// Whether the field is already in the heading, or must not be printed.
    fn is_in_heading(&self, field: &Field) -> bool {
        Some(field.no) == self.kind.home
            || matches!(field.id.as_str(), "purpose" | "officers")
            // the lock and its reason do not concern the signers
            || self.kind.lock.as_ref().is_some_and(|l| [l.field, l.reason].contains(&field.no))
    }

    fn number(&self, id: &str) -> u16 {
        self.kind.field_by_id(id).map_or(0, |f| f.no)
    }

    fn field(&self, id: &str) -> Option<&Value> {
        self.record.fields.get(self.number(id))
    }

    fn of_officer(&self, id: &str) -> Option<String> {
        officer_text(self.programme, self.officer.as_ref()?, id)
    }
}

/// Day and month in the official format (NĐ 30/2020): a leading zero for days below 10, and for
/// months 1 and 2 only.
fn official(date: Date, lang: Lang) -> (String, String) {
    let zero_month = lang == Lang::En || date.month < 3;
    let month = if zero_month { format!("{:02}", date.month) } else { date.month.to_string() };
    (format!("{:02}", date.day), month)
}

/// The place in the date line: "Thái Nguyên" for "Tỉnh Thái Nguyên".
fn bare(name: &str) -> &str {
    ["Tỉnh ", "Thành phố "].iter().find_map(|ty| name.strip_prefix(ty)).unwrap_or(name)
}

fn heading(words: &str) -> Paragraph {
    Paragraph::new(Align::Left).bold(words).sized(13).apart().with_next()
}
