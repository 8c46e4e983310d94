//! Who was supported (T1): how many, for the first time, where, and how many gained by it.

use std::collections::{BTreeMap, HashMap};

use super::super::facts::{DecisionState, Fund, Ref};
use super::super::pairs::{MeasuredPair, pairs, whole_of};
use super::super::scene::{FactsScene, PlaceScope};
use super::super::tally::{FigureKind, ONE, Tally};
use super::{ByChoice, RowsBuilder, own};
use crate::lang::{Lang, results as say};
use crate::programme::reference;
use crate::programme::spec::{Label, Programme};
use crate::record::Date;

/// An establishment got something on a day.
struct HelpGiven {
    establishment: Ref,
    day: Date,
    fund: Fund,
    record: Ref,
    /// A đề án, the model that it paid for, its classes and fairs are one help.
    help: Ref,
}

/// All help there ever was, whatever the period and the place.
fn help(scene: &FactsScene) -> Vec<HelpGiven> {
    let facts = scene.facts;
    let mut all = Vec::new();
    let mut tell = |establishment, day: Option<Date>, fund, record, help| {
        if let Some(day) = day.filter(|_| scene.is_live(establishment)) {
            all.push(HelpGiven { establishment, day, fund, record, help });
        }
    };
    for (at, project) in facts.projects.iter().filter(|(_, row)| row.counts()) {
        let fund = scene.fund(project.fund, at);
        for row in &project.beneficiaries {
            tell(row.establishment, row.accepted.or(project.accepted), fund, at, at);
        }
    }
    let models = facts.models.iter().filter(|(_, row)| row.complete);
    for (at, row) in models.filter(|(_, row)| !scene.is_without_result(row.project)) {
        let fund = scene.fund(row.fund, row.project);
        tell(row.establishment, row.accepted, fund, at, whole_of(row.project, at));
    }
    for (at, row) in facts.trainings.iter() {
        let fund = scene.fund(row.fund, row.project);
        tell(row.establishment, Some(row.cert_date), fund, at, whole_of(row.project, at));
    }
    for (at, row) in facts.fairs.iter() {
        let fund = scene.fund(row.fund, row.project);
        tell(row.establishment, Some(row.to), fund, at, whole_of(row.project, at));
    }
    for (at, row) in
        facts.supports.iter().filter(|(_, row)| row.answer == DecisionState::Granted)
    {
        tell(row.establishment, row.decided, Fund::Outside, at, at);
    }
    all
}

/// Whether help changed anything is seen years after it: so of those helped in the period every
/// measurement up to today counts.
pub fn rows(scene: &FactsScene, book: &mut RowsBuilder) {
    let help = help(scene);
    let mut first: HashMap<Ref, Date> = HashMap::new();
    // of each help its first day, so that reports of single years add up
    let mut begun: HashMap<(Ref, Ref), Date> = HashMap::new();
    for one in &help {
        let day = first.entry(one.establishment).or_insert(one.day);
        *day = one.day.min(*day);
        let day = begun.entry((one.establishment, one.help)).or_insert(one.day);
        *day = one.day.min(*day);
    }
    let gain = Gain::of(scene.programme);
    let to_today = FactsScene {
        from: Date { year: i16::MIN, month: 1, day: 1 },
        to: scene.today,
        as_of: scene.today,
        place: PlaceScope::All,
        ..*scene
    };
    let pairs = pairs(&to_today);
    let measured = gain.as_ref().map(|gain| gain.measured_by(&pairs)).unwrap_or_default();
    let (mut all, mut turns, mut fresh) =
        (Tally::default(), Tally::default(), Tally::default());
    let (mut seen, mut deep) = (Tally::default(), Tally::default());
    let mut types = ByChoice::of(scene.programme, "establishment_type");
    let mut places: BTreeMap<u32, Tally> = BTreeMap::new();
    for one in &help {
        let HelpGiven { establishment, day, fund, record, help } = *one;
        if !scene.within(day) || !scene.is_in_place(establishment, day) {
            continue;
        }
        let key = u64::from(establishment);
        all.add_distinct(fund, record, key);
        if begun.get(&(establishment, help)) == Some(&day) {
            turns.add_distinct(fund, record, key << 32 | u64::from(help));
        }
        let kind = scene.facts.establishments.get(establishment).map(|e| e.kind);
        if let Some(tally) = kind.and_then(|kind| types.at(kind)) {
            tally.add_distinct(fund, record, key);
        }
        let site = scene.facts.site(establishment, day).unwrap_or_default();
        let place = match scene.place {
            PlaceScope::All | PlaceScope::Region(_) => u32::from(site.province),
            PlaceScope::Province(_) | PlaceScope::Former(_) => site.commune,
            PlaceScope::Commune(_) => 0,
        };
        if place != 0 {
            places.entry(place).or_default().add_distinct(fund, record, key);
        }
        if first.get(&establishment).is_some_and(|day| scene.from <= *day) {
            fresh.add_distinct(fund, record, key);
        }
        if let Some((pair, has_gained)) = measured.get(&(establishment, help)) {
            let tallies = std::iter::once(&mut seen).chain(has_gained.then_some(&mut deep));
            for tally in tallies {
                tally.add_distinct(fund, record, key);
                tally.add_source(fund, pair.before);
                tally.add_source(fund, pair.after);
            }
        }
    }
    let unnamed = scene.facts.projects.iter().filter(|(_, row)| row.unnamed > 0);
    for (at, project) in unnamed.filter(|(_, row)| scene.is_reached(row)) {
        let fund = scene.fund(project.fund, at);
        let unnamed = i128::from(project.unnamed) * ONE;
        all.add(fund, at, unnamed);
        turns.add(fund, at, unnamed);
    }
    book.row("T1", say::ESTABLISHMENTS, all, FigureKind::Amount);
    let unit = || own(say::ESTABLISHMENTS);
    let key = "T1.turns".into();
    book.part(key, own(say::ESTABLISHMENT_TURNS), own(say::TURNS), turns, FigureKind::Amount);
    book.part("T1.new".into(), own(say::BREADTH), unit(), fresh, FigureKind::Amount);
    if let Some(Gain { percent, .. }) = gain {
        let key = "T1.measured".into();
        book.part(key, own(say::MEASURED), unit(), seen, FigureKind::Amount);
        let [vi, en] = [Lang::Vi, Lang::En].map(|lang| say::depth(lang, percent));
        book.part("T1.gain".into(), Label { vi, en }, unit(), deep, FigureKind::Amount);
    }
    types.parts(book, "T1", say::ESTABLISHMENTS, FigureKind::Amount);
    for (place, tally) in places {
        let (code, name) = match scene.place {
            PlaceScope::All | PlaceScope::Region(_) => province(place),
            _ => commune(place),
        };
        let label = Label { vi: name.clone(), en: name };
        book.part(format!("T1.{code}"), label, unit(), tally, FigureKind::Amount);
    }
}

fn province(number: u32) -> (String, String) {
    let code = format!("{number:02}");
    let name = reference::province(&code).map_or_else(|| code.clone(), |p| p.name.to_owned());
    (code, name)
}

fn commune(number: u32) -> (String, String) {
    let code = format!("{number:05}");
    let name = reference::commune(&code).map_or_else(|| code.clone(), |c| c.name.to_owned());
    (code, name)
}

/// The measure whose rise counts as a gain, and from how many percent on.
struct Gain {
    measure: usize,
    percent: i64,
}

impl Gain {
    fn of(programme: &Programme) -> Option<Gain> {
        let choices = &programme.list("measure")?.choices;
        choices.iter().enumerate().find_map(|(measure, choice)| {
            let percent = choice.facts("gain").first()?.parse().ok()?;
            Some(Gain { measure, percent })
        })
    }

    /// By establishment and help, whether it gained.
    fn measured_by<'a>(
        &self,
        pairs: &'a [MeasuredPair],
    ) -> HashMap<(Ref, Ref), (&'a MeasuredPair, bool)> {
        let threshold = i128::from(self.percent) * ONE;
        let mut measured = HashMap::new();
        for pair in pairs {
            let own = pair.figures.iter().filter(|f| usize::from(f.measure) == self.measure);
            let changes = own.filter_map(|figure| figure.change());
            let Some(best) = changes.max() else { continue };
            let has_gained = best >= threshold;
            let held =
                measured.entry((pair.establishment, pair.help)).or_insert((pair, has_gained));
            if has_gained {
                *held = (pair, true);
            }
        }
        measured
    }
}
