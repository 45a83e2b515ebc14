use entities::domain::{Service, Vocabulary};

use crate::{
    error::{Answer, Failure},
    vocabulary,
};

/// How like a known name a text must be to be taken for a misspelling of it.
const LIKENESS: f64 = 0.7;

/// The service that is asked about: by its code, or by any name that publications give it.
pub(super) fn service(code: Option<vocabulary::Service>, name: Option<&str>) -> Answer<Service> {
    match (code, name) {
        (Some(code), None) => Ok(code.into()),
        (None, Some(name)) => {
            Service::parse(name).map_err(|_| Failure::bad_input("serviceName", unknown(name)))
        }
        (None, None) => {
            let message = "Say which service: give service, such as COMMUNITY_PHARMACY, or serviceName, such as \
                           \"pharmacy\".";
            Err(Failure::bad_input("service", message))
        }
        (Some(_), Some(_)) => {
            Err(Failure::bad_input("serviceName", "Give service or serviceName, not both."))
        }
    }
}

fn unknown(name: &str) -> String {
    let known: Vec<&str> = Service::SPELLINGS.iter().map(|(spelling, _)| *spelling).collect();
    let shown: String = name.chars().take(100).collect();
    let wanted = entities::domain::normalise(&shown);
    let like = |spelling: &&str| strsim::jaro_winkler(&wanted, spelling);
    let nearest = known.iter().copied().max_by(|one, other| like(one).total_cmp(&like(other)));
    let hint = nearest.filter(|spelling| like(spelling) >= LIKENESS);
    let hint = hint.map_or_else(String::new, |spelling| format!(" Did you mean \"{spelling}\"?"));
    format!("\"{shown}\" is not a name of a primary care service; known are {}.{hint}", known.join(", "))
}
