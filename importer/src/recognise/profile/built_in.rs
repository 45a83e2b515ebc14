//! The profiles that come with the program, a file each in `importer/profiles/`.

/// Their names and texts.
pub(crate) const BUILT_IN: &[(&str, &str)] =
    &[("ods-extract", include_str!("../../../profiles/ods-extract.toml"))];

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;
    use crate::recognise::Profile;

    #[test]
    fn every_file_is_built_in_under_its_name_and_can_be_recognised() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles");
        assert_eq!(fs::read_dir(folder).unwrap().count(), BUILT_IN.len());
        for (name, text) in BUILT_IN {
            let profile = Profile::parse(text).unwrap_or_else(|message| panic!("{name}: {message}"));
            assert_eq!(&profile.name, name);
            assert!(profile.can_recognise(), "{name}");
        }
    }
}
