//! A database: everybody is asked everything, in turn.

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use rusqlite::Connection;

use super::{
    asking::{ask, compare, data, deepest},
    by_hand, catalogue,
    data::{Data, Size},
    load::{Asked, Extent, Load},
    measured::{Measured, Memory, Sort, Subject, Taken},
    question::{Question, of_nothing},
    stored,
    values::{Expression, Sample},
};
use crate::{failure::Outcome, service::Service, synthetic::List};

/// The row behind which the last page begins.
const DEEPEST: &str = "SELECT id FROM adoption WHERE retracted_at IS NULL ORDER BY id DESC LIMIT 1 OFFSET 50";

/// The set of variables of the question that is repeated. None of those that are drawn is likely to be the same.
const REPEATED: u64 = 0;

/// So many questions are drawn to look at them.
const DRAWN: usize = 10;

/// For so long each is asked before anything counts.
const WARMING: Extent = Extent::Seconds(0.2);

/// The api as it is measured: what takes long is waited for and not refused, and no line is written about it.
const PATIENT: [&str; 4] = ["--time-limit", "60s", "--log", "error"];

/// What is asked, and who.
pub(super) struct Measuring<'a> {
    pub(super) size: Size,
    pub(super) list: &'a List,
    pub(super) data: &'a Data,
    pub(super) api: &'a Path,
    pub(super) load: &'a Load,
    pub(super) folder: &'a Path,
}

/// The services, as they run at the same time.
struct Services {
    api: Service,
    by_hand: Option<Service>,
    stored: Service,
}

impl Measuring<'_> {
    /// Asks so many times.
    pub(super) fn run(
        &self,
        names: &[String],
        connections: &[u64],
        rounds: u64,
        extent: Extent,
    ) -> Outcome<Measured> {
        fs::create_dir_all(self.answers())?;
        let measured = self.rounds(names, connections, rounds, extent);
        fs::remove_dir_all(self.answers())?;
        measured
    }

    fn rounds(
        &self,
        names: &[String],
        connections: &[u64],
        rounds: u64,
        extent: Extent,
    ) -> Outcome<Measured> {
        let (questions, mut measured) = self.prepare(names)?;
        for round in 1..=rounds {
            for connections in connections {
                eprintln!("{}: round {round} of {rounds}, {connections} connections", self.size.title());
                self.round(&questions, *connections, extent, &mut measured)?;
            }
        }
        Ok(measured)
    }

    /// Makes sure that all answer alike, and stores what the api answers.
    fn prepare(&self, names: &[String]) -> Outcome<(Vec<Question>, Measured)> {
        let id = match self.data.file() {
            Some(file) => Connection::open(file)?.query_row(DEEPEST, [], |row| row.get(0))?,
            None => 0,
        };
        let api = Service::api(self.api, &self.data.url(), &PATIENT)?;
        let deepest = deepest(api.address(), id)?;
        let same = (self.size == Size::Large).then(|| Size::Small.extent().1);
        let mut questions = catalogue::all(self.list, &deepest, same);
        questions.retain(|question| names.is_empty() || names.iter().any(|name| name == question.name));
        let by_hand = self.by_hand()?;
        let mut measured = Measured::new(self.size, self.list, self.data.file());
        for question in &questions {
            compare(question, api.address(), by_hand.as_ref().map(Service::address))?;
            self.check_expression(&question.of_api(api.address(), &mut Expression))?;
            let answer = ask(&question.of_api(api.address(), &mut Sample(REPEATED)))?.bytes;
            measured.asks(question, answer.len());
            fs::write(self.answers().join(question.name), answer)?;
        }
        Ok((questions, measured))
    }

    /// Makes sure that what the load generator draws is asked as it should be, and other each time.
    fn check_expression(&self, expression: &str) -> Outcome<()> {
        let drawn = self.load.draw(expression, DRAWN)?;
        drawn.iter().try_for_each(|url| data(url).map(drop))?;
        let different: HashSet<&String> = drawn.iter().collect();
        if different.len() < DRAWN {
            return Err(format!(
                "of {DRAWN} questions only {} differ, such as {}",
                different.len(),
                drawn[0]
            )
            .into());
        }
        Ok(())
    }

    /// Where the stored bytes are, for as long as they are served. Several benchmarks may run in one folder.
    fn answers(&self) -> PathBuf {
        self.folder.join(format!("serve-answers-{}", std::process::id()))
    }

    fn by_hand(&self) -> Outcome<Option<Service>> {
        self.data.file().map(|file| Service::own([by_hand::COMMAND.as_ref(), file.as_os_str()])).transpose()
    }

    /// Starts all anew, so that what one of them remembers of other rounds is not measured.
    fn round(
        &self,
        questions: &[Question],
        connections: u64,
        extent: Extent,
        measured: &mut Measured,
    ) -> Outcome<()> {
        let Some(first) = questions.first() else { return Ok(()) };
        let begun = Instant::now();
        let api = Service::api(self.api, &self.data.url(), &PATIENT)?;
        ask(&first.of_api(api.address(), &mut Sample(u64::MAX)))?;
        measured.started(begun.elapsed());
        let stored = Service::own([stored::COMMAND.as_ref(), self.answers().as_os_str()])?;
        let services = Services { api, by_hand: self.by_hand()?, stored };
        let nothing = Asked::Same(of_nothing(services.api.address()));
        let mut ask = |name: &'static str, subject, asked: &Asked, headers: &[String]| {
            let taken = self.ask(&services, subject, asked, connections, extent, headers)?;
            eprintln!("  {name} {}: {:.0} µs", subject.title(), taken.cpu_microseconds);
            measured.add(Sort { question: name, connections, subject }, taken);
            Ok::<_, crate::failure::Failure>(())
        };
        ask("", Subject::Nothing, &nothing, &[])?;
        for question in questions {
            let (api, stored) = (services.api.address(), services.stored.address());
            ask(question.name, Subject::Stored, &Asked::Same(format!("{stored}/{}", question.name)), &[])?;
            if let Some(by_hand) = &services.by_hand {
                let any = question.by_hand(by_hand.address(), &mut Expression);
                ask(question.name, Subject::ByHand, &Asked::Any(any), &[])?;
            }
            ask(question.name, Subject::Cold, &Asked::Any(question.of_api(api, &mut Expression)), &[])?;
            let repeated = question.of_api(api, &mut Sample(REPEATED));
            let tag = self::ask(&repeated)?.tag;
            let repeated = Asked::Same(repeated);
            ask(question.name, Subject::Repeated, &repeated, &[])?;
            let tag = tag.ok_or_else(|| format!("the answer to {} has no ETag", question.name))?;
            ask(question.name, Subject::NotModified, &repeated, &[format!("If-None-Match: {tag}")])?;
        }
        let (peak_bytes, own_bytes) = (services.api.peak()?, services.api.own_memory()?);
        measured.held(connections, Memory { connections, peak_bytes, own_bytes });
        Ok(())
    }

    /// Asks somebody for a while, after a moment that does not count.
    fn ask(
        &self,
        services: &Services,
        subject: Subject,
        asked: &Asked,
        connections: u64,
        extent: Extent,
        headers: &[String],
    ) -> Outcome<Taken> {
        let service = match subject {
            Subject::Stored => &services.stored,
            Subject::ByHand => {
                services.by_hand.as_ref().ok_or("nothing is written by hand for this database")?
            }
            _ => &services.api,
        };
        let status = if subject == Subject::NotModified { 304 } else { 200 };
        self.load.run(asked, WARMING, 1, headers, status)?;
        let before = service.cpu_seconds()?;
        let seen = self.load.run(asked, extent, connections, headers, status)?;
        Ok(Taken::new(service.cpu_seconds()? - before, &seen))
    }
}
