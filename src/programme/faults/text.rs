//! Faults as sentences.

use super::super::spec::Cmp;
use super::{FaultKind, lower};
use crate::lang::Lang;
use crate::lang::faults as say;
use crate::text::format::{FormatFault, show_date, show_money};

/// `label` names the question.
pub(super) fn text(what: &FaultKind, label: &str, lang: Lang) -> String {
    match what {
        FaultKind::Format(fault) => say::unreadable(lang, label, &unreadable(*fault, lang)),
        FaultKind::Compare { op, than, days } => {
            compare(*op, *days, label, &lower(than.get(lang)), lang)
        }
        FaultKind::Number { op, than } => compare(*op, false, label, than, lang),
        FaultKind::Text(text) => text.get(lang).to_owned(),
        FaultKind::Required => say::required(lang, label),
        FaultKind::WrongType => say::wrong_type(lang, label),
        FaultKind::Unclean => say::unclean(lang, label),
        FaultKind::TooLong { max } => say::too_long(lang, label, *max),
        // rounded up, so that the text never says "16 KB, at most 16 KB"
        FaultKind::TooLarge { bytes, max } => {
            say::too_large(lang, label, bytes.div_ceil(1024), max / 1024)
        }
        FaultKind::TooMany { has, max } => say::too_many(lang, label, *has as u64, *max as u64),
        FaultKind::OnlyOne { max } => say::only_one(lang, label, *max),
        FaultKind::Below { min } => say::below(lang, label, min),
        FaultKind::Above { max } => say::above(lang, label, max),
        FaultKind::FutureDay { today } => say::future_day(lang, label, &show_date(*today)),
        FaultKind::WrongClock { today } => say::wrong_clock(lang, label, &show_date(*today)),
        FaultKind::NoSuchDay => say::no_such_day(lang, label),
        FaultKind::Early { first } => say::early(lang, label, &show_date(*first)),
        FaultKind::Late { last } => say::late(lang, label, &show_date(*last)),
        FaultKind::UnknownChoice { given } => say::unknown_choice(lang, label, given),
        FaultKind::Unchosen { given } => say::unchosen(lang, label, given),
        FaultKind::NotOffered { .. } => say::not_offered(lang, label),
        FaultKind::Twice => say::twice(lang, label),
        FaultKind::UnknownPlace { given } => say::unknown_place(lang, label, given),
        FaultKind::ManyPlaces { given, among } => {
            say::many_places(lang, label, given, &few(among, lang))
        }
        FaultKind::Doubted => say::doubted(lang, label),
        FaultKind::NoName => say::no_name(lang, label),
        FaultKind::UnknownRecord => say::unknown_record(lang, label),
        FaultKind::WrongKind { wanted } => {
            say::wrong_kind(lang, label, &lower(wanted.get(lang)))
        }
        FaultKind::DeletedRecord => say::deleted_record(lang, label),
        FaultKind::NotThis => say::not_this(lang, label),
        FaultKind::OlderThan { days } => say::older_than(lang, label, *days),
        FaultKind::SameAsOther => say::same_as_other(lang, label),
        FaultKind::SameRow => say::same_row(lang, label),
        FaultKind::RowsFall => say::rows_fall(lang, label),
        FaultKind::Locked => say::locked(lang, label),
        FaultKind::UnknownField { name } => say::unknown_field(lang, name),
    }
}

/// The first three; up to forty communes have the same name.
fn few(among: &[String], lang: Lang) -> String {
    let or = say::or(lang);
    let more = if among.len() > 3 { ", …" } else { "" };
    let first: Vec<&str> = among.iter().take(3).map(String::as_str).collect();
    format!("{}{more}", first.join(&format!(" {or} ")))
}

fn compare(op: Cmp, days: bool, label: &str, than: &str, lang: Lang) -> String {
    match (op, days) {
        (Cmp::Le, true) => say::not_after(lang, label, than),
        (Cmp::Lt, true) => say::before(lang, label, than),
        (Cmp::Ge, true) => say::not_before(lang, label, than),
        (Cmp::Gt, true) => say::after(lang, label, than),
        (Cmp::Le, false) => say::at_most(lang, label, than),
        (Cmp::Lt, false) => say::less_than(lang, label, than),
        (Cmp::Ge, false) => say::at_least(lang, label, than),
        (Cmp::Gt, false) => say::more_than(lang, label, than),
        (Cmp::Eq, _) => say::same_as(lang, label, than),
    }
}

fn unreadable(fault: FormatFault, lang: Lang) -> String {
    match fault {
        FormatFault::NotNumber => say::not_number(lang),
        FormatFault::NotYear => say::not_year(lang),
        FormatFault::NotPercent => say::not_percent(lang),
        FormatFault::NotWhole => say::not_whole(lang),
        FormatFault::TooBig => say::too_big(lang),
        FormatFault::TooManyPlaces => say::too_many_places(lang),
        FormatFault::Ambiguous { comma: false } => say::ambiguous_point(lang),
        FormatFault::Ambiguous { comma: true } => say::ambiguous_comma(lang),
        FormatFault::Rounded => say::rounded(lang),
        FormatFault::NotMoney => say::not_money(lang),
        FormatFault::UnclearMoney => say::unclear_money(lang),
        FormatFault::HugeMoney(amount) => say::huge_money(lang, &show_money(amount)),
        FormatFault::NotWholeMoney => say::not_whole_money(lang),
        FormatFault::NotDate => say::not_date(lang),
        FormatFault::PartOfDate => say::part_of_date(lang),
        FormatFault::ShortYear => say::short_year(lang),
        FormatFault::OnlyYear => say::only_year(lang),
        FormatFault::OnlyMonth => say::only_month(lang),
        FormatFault::DayNumber(date) => say::day_number(lang, &show_date(date)),
        FormatFault::WrongClock => say::format_wrong_clock(lang),
        FormatFault::NoSuchDay => say::format_no_such_day(lang),
        FormatFault::YearOutOfRange => say::year_out_of_range(lang),
        FormatFault::NotPhone => say::not_phone(lang),
        FormatFault::NotCoordinates => say::not_coordinates(lang),
        FormatFault::Vn2000 => say::vn2000(lang),
        FormatFault::LinkAlone => say::link_alone(lang),
    }
}
