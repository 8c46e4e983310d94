//! What the program does with each type of a field: one file a type.
//!
//! A type says how its answers are parsed, shown, checked, merged and written as JSON, and how wide
//! their column in a list is. Storage follows from the `ValueShape`. A type sees its field and,
//! while checking, the record (`QuestionContext`); it knows no store and no screen.

mod choice;
mod date;
mod decimal;
mod int;
pub mod limits;
mod lines;
mod link;
mod links;
mod many;
mod money;
mod note;
mod phone;
mod place;
mod text;
mod yes_no;

use serde_json::Value as Json;

pub use decimal::{is_angle, is_percent};
pub use int::is_year;
pub use text::is_province;

use super::check::context::QuestionContext;
use super::faults::FaultKind;
use super::spec::{Bound, ChoiceList, Field, Level, Merge, Programme, Type};
use crate::lang::{Lang, app};
use crate::record::{Date, Value, ValueShape};
use crate::text::format::{show_date, show_decimal, show_int};
use crate::text::{clean, trimmed};

/// A fault of one answer, and whether it prevents saving.
pub type ValueFault = (Level, FaultKind);

/// A field, with what its type needs to read or show an answer.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    pub programme: &'a Programme,
    pub field: &'a Field,
}

/// One type of field. The default methods fit every type of the same shape.
pub trait FieldType: Sync {
    /// The name in a kind's file, without the part in brackets.
    fn name(&self) -> &'static str;

    /// The variant of `Value` of its answers, which also decides their encoding.
    fn shape(&self) -> ValueShape;

    /// Parses typed text, which is cleaned and not blank. `today` completes a partial date.
    fn parse(&self, question: &Question, text: &str, today: Date) -> Result<Value, FaultKind>;

    /// Reads JSON other than `null`. Text is read like a cell of a list.
    fn read_json(
        &self,
        question: &Question,
        json: &Json,
        today: Date,
    ) -> Result<Value, FaultKind> {
        match json {
            Json::String(text) => question.parse_or_blank(text, today),
            _ => Err(FaultKind::WrongType),
        }
    }

    /// An example answer as JSON, for the message about a wrong one.
    fn example(&self, question: &Question) -> Json;

    /// An answer as the screen shows it.
    fn show(&self, question: &Question, value: &Value, lang: Lang) -> String {
        show_value(question, value, lang)
    }

    /// Faults of an answer of the right shape, by itself.
    fn faults(&self, _look: &QuestionContext, _value: &Value) -> Vec<ValueFault> {
        Vec::new()
    }

    /// Limits for a field that has none in the kind's file. `ahead`: days in the future are
    /// allowed.
    fn bounds(&self, _ahead: bool) -> (Option<Bound>, Option<Bound>) {
        (None, None)
    }

    /// Most letters of a text, for a field that has no limit in the kind's file.
    fn max_len(&self) -> usize {
        200
    }

    /// How concurrent changes are merged where the kind's file does not say.
    fn merge(&self) -> Merge {
        match self.shape() {
            ValueShape::Many | ValueShape::Links | ValueShape::Lines => Merge::Set,
            _ => Merge::Last,
        }
    }

    /// Whether answers are typed; otherwise they are picked from what is offered.
    fn is_typed(&self) -> bool {
        true
    }

    /// Width of the column in a list of records, in cells.
    fn column_width(&self) -> u16 {
        16
    }
}

/// One example of each type, without its list, kind or columns.
const NAMED: &[Type] = &[
    Type::Text,
    Type::Note,
    Type::Phone,
    Type::Int,
    Type::Decimal,
    Type::Money,
    Type::Date,
    Type::YesNo,
    Type::Choice(String::new()),
    Type::Many(String::new()),
    Type::Link(String::new()),
    Type::Links(String::new()),
    Type::Place,
    Type::Lines(Vec::new()),
];

impl Type {
    pub fn behaviour(&self) -> &'static dyn FieldType {
        match self {
            Type::Text => &text::TextType,
            Type::Note => &note::NoteType,
            Type::Phone => &phone::PhoneType,
            Type::Int => &int::IntType,
            Type::Decimal => &decimal::DecimalType,
            Type::Money => &money::MoneyType,
            Type::Date => &date::DateType,
            Type::YesNo => &yes_no::YesNoType,
            Type::Choice(_) => &choice::ChoiceType,
            Type::Many(_) => &many::ManyType,
            Type::Link(_) => &link::LinkType,
            Type::Links(_) => &links::LinksType,
            Type::Place => &place::PlaceType,
            Type::Lines(_) => &lines::LinesType,
        }
    }

    /// The type with this name in a kind's file, without its list, kind or columns.
    pub fn by_name(name: &str) -> Option<Type> {
        NAMED.iter().find(|ty| ty.behaviour().name() == name).cloned()
    }

    pub fn shape(&self) -> ValueShape {
        self.behaviour().shape()
    }

    /// Text, of one line or several.
    pub fn is_text(&self) -> bool {
        self.shape() == ValueShape::Text
    }

    /// A number of any sort.
    pub fn is_number(&self) -> bool {
        matches!(self.shape(), ValueShape::Int | ValueShape::Decimal)
    }

    /// The kind that it links to, by id.
    pub fn linked_kind(&self) -> Option<&str> {
        match self {
            Type::Link(kind) | Type::Links(kind) => Some(kind),
            _ => None,
        }
    }

    pub fn is_link(&self) -> bool {
        self.linked_kind().is_some()
    }

    /// The columns of a table; none for any other type.
    pub fn columns(&self) -> &[Field] {
        match self {
            Type::Lines(columns) => columns,
            _ => &[],
        }
    }

    /// The id of the list that its answers are chosen from.
    pub fn list(&self) -> Option<&str> {
        match self {
            Type::Choice(list) | Type::Many(list) => Some(list),
            _ => None,
        }
    }
}

impl<'a> Question<'a> {
    /// Parses typed text; blank text gives `None`. Links are typed as ids; a table is not typed.
    pub fn parse(&self, text: &str, today: Date) -> Result<Option<Value>, FaultKind> {
        let lines = matches!(self.field.ty, Type::Note);
        let text = clean(text, lines);
        if trimmed(&text).is_empty() {
            return Ok(None);
        }
        self.field.ty.behaviour().parse(self, &text, today).map(Some)
    }

    /// Reads text in JSON like a cell of a list. Blank text becomes an empty `Value::Text`, which
    /// the caller drops.
    fn parse_or_blank(&self, text: &str, today: Date) -> Result<Value, FaultKind> {
        Ok(self.parse(text, today)?.unwrap_or(Value::Text(String::new())))
    }

    /// The list that answers are chosen from.
    pub fn list(&self) -> Option<&'a ChoiceList> {
        self.programme.list(self.field.ty.list()?)
    }

    fn first_choice(&self) -> String {
        let first = self.list().and_then(|list| list.choices.first());
        first.map(|choice| choice.id.clone()).unwrap_or_default()
    }

    /// The number before a percent unit: a spreadsheet shows the unit with the number.
    fn without_unit<'t>(&self, text: &'t str) -> &'t str {
        if !is_percent(self.field) {
            return text;
        }
        let number = text.trim();
        let words = ["%", "phần trăm", "phan tram", "percent"].into_iter();
        let mut without = words.filter_map(|word| number.strip_suffix(word));
        without.next().map_or(text, str::trim_end)
    }

    /// The label of a choice; its id if this programme does not know the choice.
    fn choice(&self, id: &str, lang: Lang) -> String {
        let choice = self.list().and_then(|list| list.choice(id));
        choice.map_or(id, |choice| choice.label.get(lang)).to_owned()
    }
}

/// Shows a value by its variant alone. The caller shows links, because it knows the titles of
/// records; a table is shown as its number of rows.
fn show_value(question: &Question, value: &Value, lang: Lang) -> String {
    let named = |ids: &[String]| -> Vec<String> {
        ids.iter().map(|id| question.choice(id, lang)).collect()
    };
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => show_int(*n),
        Value::Decimal(n) => show_decimal(*n),
        Value::Date(date) => show_date(*date),
        Value::Bool(yes) => app::yes_no(lang, *yes),
        Value::Choice(id) => question.choice(id, lang),
        Value::Many(ids) => named(ids).join("; "),
        Value::Link(id) => id.to_string(),
        Value::Links(ids) => ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Value::Place(place) => place.name.clone(),
        Value::Lines(rows) => rows.len().to_string(),
        Value::Unknown(_) => "?".to_owned(),
    }
}
