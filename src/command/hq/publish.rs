//! `sotay-hq publish`: dated rows for every laptop. What goes out cannot be called back, so that the
//! whole file is looked at first, and goes out as it should be or not at all.

use super::super::import;
use super::super::stage::{Done, Outcome, Stage, Stop};
use super::args::Publish;
use super::{fold, home};
use crate::lang::hq::HqWord;
use crate::programme::headquarters;

pub fn command(stage: &mut Stage<'_>, asked: &Publish) -> Outcome {
    let Publish { kind, file, dry, incomplete } = asked;
    let known = headquarters().kind_by_id(kind);
    if !known.is_some_and(crate::hq::is_published) {
        return Err(Stop::Usage(HqWord::NotPublished { kind }.text(stage.lang)));
    }
    home(stage)?;
    let choice = import::Choice { duplicates: true, ..import::Choice::default() };
    let seen =
        import::report(stage, kind, file, import::Choice { dry: true, ..choice.clone() })?;
    let faulty = seen.refused.saturating_add(seen.incomplete);
    if *dry || (faulty > 0 && !incomplete) || seen.left > 0 {
        import::tell(stage, &seen)?;
        if faulty == 0 {
            return Ok(Done::All);
        }
        stage.say(&HqWord::NothingPublished { n: faulty }.text(stage.lang))?;
        return Ok(Done::Some);
    }
    // rows of one place differ in their days, and the rules of the set see to doubles
    let done = import::command(stage, kind, file, choice)?;
    fold(stage)?;
    Ok(done)
}
