//! `sotay add KIND`: reads JSON lines, prints ids. An id is printed only after its record is
//! durable; a bad line is reported with its number and field, and does not stop the others.

mod commit;

use super::arguments;
use super::command_io::{CommandEnd, CommandIo, CommandResult, Stop};
use super::invocation::Invocation;
use super::lines::{InputLine, LineReader, MOST_LINE};
use super::notebook;
use super::signals::Signals;
use super::spec::CommandSpec;
use crate::lang::Lang;
use crate::lang::attachment as attachment_words;
use crate::lang::cli::args as args_words;
use crate::lang::cli::work as work_words;
use crate::lang::words::both;
use crate::programme::answer::{self, JsonFault, JsonReader};
use crate::programme::check::{Fault, Subject};
use crate::programme::role::KindRole;
use crate::programme::spec::Kind;
use crate::record::{Change, Fields, Id, Origin};
use crate::services::json::Pairs;
use crate::services::validator::{RecordValidator, RisingIds};
use crate::store::StoreError;
use crate::store::messages;

/// Maximum number of lines committed under one fsync.
const GROUP_LINES: usize = 64;

pub const SPEC: CommandSpec = CommandSpec::new(
    "add",
    both(
        "Ghi hồ sơ từ các dòng JSON đọc ở đầu vào",
        "Add records from JSON lines on standard input",
    ),
    run,
)
.details(both(
    "Mỗi dòng một đối tượng: mã trường -> giá trị. In mã hồ sơ khi đã chắc chắn nằm \
     trên đĩa. Dòng sai được báo và bỏ qua, các dòng khác vẫn vào.\n  echo \
     '{\"name\":\"Xưởng mộc Bình\", ...}' | sotay add establishment",
    "One object a line: field id -> value. A record's id is printed once it is \
     safely on the disk. A wrong line is reported and left out; the others still \
     enter.\n  echo '{\"name\":\"Xưởng mộc Bình\", ...}' | sotay add establishment",
))
.usage(&["KIND < FILE.jsonl"])
.args(&[arguments::KIND]);

fn run(io: &mut CommandIo<'_>, given: &Invocation<'_>) -> CommandResult {
    let kind = notebook::kind(io, given.text("kind"))?;
    if kind.is(KindRole::File) {
        return Err(Stop::Usage(attachment_words::only_attached(io.lang)));
    }
    if kind.imported {
        return Err(Stop::Usage(work_words::imported_only(io.lang, &kind.id)));
    }
    let store = notebook::open(io)?;
    let officer = notebook::officer(io, &store)?;
    let validator = RecordValidator::new(io.programme(), &store, io.today(), officer.id);
    let defaults = crate::services::import::steady_defaults(kind, validator.defaults(kind));
    let (ids, signals) = (RisingIds::default(), Signals::watch());
    let mut adder = Adder { kind, validator, defaults, ids, signals, accepted: 0, bad: 0 };
    let ended = adder.run(io);
    let (good, bad) = (adder.accepted, adder.bad);
    let closed = notebook::close(io, &store);
    if bad > 0 || ended.is_err() {
        io.say(&work_words::added(io.lang, good, bad))?;
    }
    ended?;
    closed?;
    Ok(if bad == 0 { CommandEnd::All } else { CommandEnd::Some })
}

struct Adder<'a> {
    kind: &'static Kind,
    validator: RecordValidator<'a>,
    defaults: Fields,
    ids: RisingIds,
    signals: Signals,
    accepted: u64,
    bad: u64,
}

/// A valid line, ready to be committed.
struct Ready {
    line: u64,
    id: Id,
    change: Change,
}

impl Adder<'_> {
    fn run(&mut self, io: &mut CommandIo<'_>) -> Result<(), Stop> {
        let mut lines = LineReader::new();
        loop {
            let mut group = Vec::new();
            let gathered = self.gather(io, &mut lines, &mut group);
            // lines read before a fault are still saved
            self.commit(io, group, lines.number())?;
            if !gathered? {
                return Ok(());
            }
        }
    }

    /// Collects lines for one commit; false at the end of the input. Waits only for the first line;
    /// the others are taken if they are already buffered.
    fn gather(
        &mut self,
        io: &mut CommandIo<'_>,
        lines: &mut LineReader,
        group: &mut Vec<Ready>,
    ) -> Result<bool, Stop> {
        while group.len() < GROUP_LINES && (group.is_empty() || lines.holds_a_line()) {
            let line = lines.next(io.input).map_err(|e| cannot_read(io, &e))?;
            let Some(line) = line else { return Ok(false) };
            if let Some(ready) = self.prepare(io, line, lines.number())? {
                group.push(ready);
            } else if !lines.holds_a_line() {
                break;
            }
        }
        Ok(true)
    }

    fn prepare(
        &mut self,
        io: &mut CommandIo<'_>,
        line: InputLine,
        number: u64,
    ) -> Result<Option<Ready>, Stop> {
        let fields = match self.fields(line, number, (io.now)()) {
            Ok(Some(fields)) => fields,
            Ok(None) => return Ok(None),
            Err(LineTrouble::Refused(words)) => return self.refuse(io, words),
            Err(LineTrouble::Store(e)) => return Err(io.failed(&e)),
        };
        let failed = |e: StoreError| io.failed(&e);
        let id = self.ids.next((io.now)()).map_err(failed)?;
        let kind = self.kind.no;
        let change = Change::Create { kind, id, fields, origin: Origin::Officer };
        Ok(Some(Ready { line: number, id, change }))
    }

    fn refuse(
        &mut self,
        io: &mut CommandIo<'_>,
        words: Vec<Sentence>,
    ) -> Result<Option<Ready>, Stop> {
        self.bad += 1;
        for said in words {
            let lang = io.lang;
            io.say(&said(lang))?;
        }
        Ok(None)
    }

    /// The answers of a line; `None` for an empty one.
    fn fields(
        &self,
        line: InputLine,
        number: u64,
        now: u64,
    ) -> Result<Option<Fields>, LineTrouble> {
        let line = match line {
            InputLine::Whole(bytes) => bytes,
            InputLine::TooLong => {
                return refusal(move |lang| work_words::line_too_long(lang, number, MOST_LINE));
            }
        };
        let Ok(text) = std::str::from_utf8(&line) else {
            return refusal(move |lang| work_words::line_not_utf8(lang, number));
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).trim();
        if text.is_empty() {
            return Ok(None);
        }
        let Pairs(pairs) = match serde_json::from_str(text) {
            Ok(pairs) => pairs,
            Err(e) if e.is_data() => {
                return refusal(move |lang| work_words::line_not_object(lang, number));
            }
            Err(e) => {
                let column = e.column();
                return refusal(move |lang| work_words::line_not_json(lang, number, column));
            }
        };
        self.answers(pairs, number, now).map(Some)
    }

    fn answers(
        &self,
        pairs: Vec<(String, serde_json::Value)>,
        number: u64,
        now: u64,
    ) -> Result<Fields, LineTrouble> {
        let mut fields = self.defaults.clone();
        let mut words: Vec<Sentence> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        for (name, value) in pairs {
            if let Err(said) = self.answer(&mut fields, &mut seen, name, &value, number, now)? {
                words.push(said);
            }
        }
        if words.is_empty() { Ok(fields) } else { Err(LineTrouble::Refused(words)) }
    }

    fn answer(
        &self,
        fields: &mut Fields,
        seen: &mut std::collections::HashSet<String>,
        name: String,
        value: &serde_json::Value,
        line: u64,
        now: u64,
    ) -> Result<Result<(), Sentence>, LineTrouble> {
        let kind = self.kind;
        let Some(field) = kind.field_by_id(&name) else {
            return Ok(Err(if name == "id" {
                Box::new(move |lang| work_words::line_id_given(lang, line))
            } else {
                let name = shortened(name);
                Box::new(move |lang| {
                    let field = name.as_str();
                    let kind = kind.short.get(lang);
                    work_words::line_unknown_field(lang, line, field, kind)
                })
            }));
        };
        if !seen.insert(name.clone()) {
            return Ok(Err(Box::new(move |lang| {
                work_words::line_field_twice(lang, line, &name)
            })));
        }
        if field.computed.as_ref().is_some_and(|c| !c.overridable) {
            return Ok(Err(Box::new(move |lang| work_words::line_computed(lang, line, &name))));
        }
        let mut failed = None;
        let mut ids = RisingIds::default();
        let mut new_id = || {
            ids.next(now).unwrap_or_else(|e| {
                failed = Some(e);
                Subject::NOBODY
            })
        };
        let today = self.validator.today;
        let mut reader =
            JsonReader { programme: self.validator.programme, today, new_id: &mut new_id };
        let read = answer::from_json(field, value, &mut reader);
        if let Some(e) = failed {
            return Err(LineTrouble::Store(e));
        }
        Ok(match read {
            Ok(value) => {
                fields.put(field.no, value);
                Ok(())
            }
            Err(wrong) => Err(Box::new(move |lang| {
                let sentence = |fault: &JsonFault| {
                    let what = fault.sentence(lang);
                    work_words::line_fault(lang, line, &fault.at, &what)
                };
                wrong.iter().map(sentence).collect::<Vec<_>>().join("\n")
            })),
        })
    }

    fn warn(
        &self,
        io: &mut CommandIo<'_>,
        line: u64,
        warnings: &[(Id, Fault)],
    ) -> Result<(), Stop> {
        for (_, fault) in warnings {
            let (field, what) = (self.field_name(fault), fault.text(io.lang));
            let words = work_words::line_warning(io.lang, line, &field, &what);
            io.say(&words)?;
        }
        Ok(())
    }

    fn field_name(&self, fault: &Fault) -> String {
        let Some(field) = self.kind.field(fault.at.field) else { return String::new() };
        match fault.at.cell.and_then(|(_, column)| field.column(column)) {
            Some(column) => format!("{}.{}", field.id, column.id),
            None => field.id.clone(),
        }
    }

    fn fault_words(&self, line: u64, fault: &Fault) -> Sentence {
        let (field, fault) = (self.field_name(fault), fault.clone());
        Box::new(move |lang| {
            let what = fault.text(lang);
            work_words::line_fault(lang, line, &field, &what)
        })
    }
}

/// A message, formatted when the language is known.
type Sentence = Box<dyn Fn(Lang) -> String>;

enum LineTrouble {
    Refused(Vec<Sentence>),
    Store(StoreError),
}

fn refusal<T>(words: impl Fn(Lang) -> String + 'static) -> Result<T, LineTrouble> {
    Err(LineTrouble::Refused(vec![Box::new(words)]))
}

/// Shortens a name from the input for a message.
fn shortened(name: String) -> String {
    if name.chars().count() > 60 {
        name.chars().take(60).chain(['…']).collect()
    } else {
        name
    }
}

fn cannot_read(io: &CommandIo<'_>, e: &std::io::Error) -> Stop {
    let why = messages::why(e, io.lang);
    let word = args_words::cannot_read(io.lang, "stdin", &why);
    Stop::Failed(word)
}
