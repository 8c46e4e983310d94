//! `sotay-hq enrol`: a request read, its words compared by two people, an answer written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::super::notebook;
use super::super::out_file::WriteFault;
use super::super::stage::{Done, Outcome, Stage, Stop};
use super::args::Enrol as Asked;
use super::{home, people};
use crate::lang::hq::HqWord;
use crate::office::beside::{Beside, Halt, Target};
use crate::store::file::{Disk, RealDisk};
use crate::store::limits;
use crate::sync::enrol::{Request, answer};

pub fn command(stage: &mut Stage<'_>, asked: &Asked) -> Outcome {
    let Asked { file, number, out, yes, again } = asked;
    let home = home(stage)?;
    let shown = file.display().to_string();
    let lang = stage.lang;
    let failed = |word: HqWord<'_>| Stop::Failed(word.text(lang));
    let bytes = RealDisk.read(file, limits::SMALL_FILE);
    let bytes = bytes.map_err(|_| failed(HqWord::Unreadable { file: &shown }))?;
    let request =
        Request::read(&bytes).map_err(|_| failed(HqWord::BadRequest { file: &shown }))?;
    let Request { name, unit, province, .. } = &request;
    stage.say(&HqWord::Request { name, unit, province }.text(lang))?;
    stage.say(&HqWord::Words { words: &request.words() }.text(lang))?;
    let known = home.officer_of(request.device()).map_err(|e| notebook::failed(stage, &e))?;
    if let Some(out) = known.filter(|known| known.revoked.is_some()) {
        let number = out.who().number;
        if !again {
            return Err(failed(HqWord::WasShutOut { number }));
        }
        stage.say(&HqWord::TakenInAgain { number }.text(lang))?;
    }
    if !yes && !agreed(stage)? {
        stage.say(&HqWord::NotEnrolled.text(lang))?;
        return Ok(Done::Some);
    }
    let path = out.clone().unwrap_or_else(|| reply_beside(file));
    // the way to the answer is open before anything is decided
    let unwritten =
        |e: &io::Error| Stop::Failed(WriteFault::of(e, &path, lang).text(&path, lang));
    let target = Target { file: &path, existing: stage.manner.existing };
    let mut reply = Beside::create(target, &Halt::default()).map_err(|e| unwritten(&e))?;
    let enrolled = home
        .enrol(&request, *number, (stage.now)())
        .map_err(|e| notebook::failed(stage, &e))?;
    let card = home.card().map_err(|e| notebook::failed(stage, &e))?;
    let written = reply.write_all(&answer(&card, &enrolled.certificate));
    written.and_then(|()| reply.keep()).map_err(|e| unwritten(&e))?;
    let shown = path.display().to_string();
    let number = enrolled.who().number;
    let words = home.words();
    let name = &enrolled.who().name;
    stage.say(&HqWord::Enrolled { name, number, file: &shown, words: &words }.text(lang))?;
    if let Some(line) = people::ssh_line(&enrolled, &home) {
        stage.say(&HqWord::SshLine.text(lang))?;
        stage.put(&line)?;
    }
    stage.flush()?;
    Ok(Done::All)
}

fn reply_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".reply");
    PathBuf::from(name)
}

/// One letter of what was typed; more is never read.
fn agreed(stage: &mut Stage<'_>) -> Result<bool, Stop> {
    stage.say(&HqWord::Same.text(stage.lang))?;
    let mut letter = [0; 1];
    let read = stage.input.read(&mut letter).unwrap_or(0);
    Ok(read == 1 && b"yYcC".contains(&letter[0]))
}
