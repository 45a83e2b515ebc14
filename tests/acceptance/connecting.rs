//! Addresses of PostgreSQL that say more than where it is: encryption, who is who, and time limits.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    thread::{scope, sleep},
    time::Duration,
};

use tempfile::{TempDir, tempdir};

use crate::harness::{Api, Cluster, Store, importer};

const SECRET: &str = "s3cr3t";

fn openssl(folder: &TempDir, arguments: &[&str]) {
    let made = Command::new("openssl").current_dir(folder.path()).args(arguments).output();
    let made = made.expect("OpenSSL; ./test.sh installs it");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Makes the certificate of an authority, and its key.
fn authority(folder: &TempDir, name: &str) {
    let (key, certificate, subject) = (format!("{name}.key"), format!("{name}.pem"), format!("/CN={name}"));
    let own = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
    openssl(folder, &[&own[..], &["-keyout", &key, "-out", &certificate, "-subj", &subject]].concat());
}

/// A server that lets in only who comes over TLS with a password. An authority signed its certificate, which is for
/// 127.0.0.1.
fn server(folder: &TempDir) -> Cluster {
    let server = Cluster::new();
    authority(folder, "authority");
    let (key, certificate) = (server.data().join("server.key"), server.data().join("server.crt"));
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let signed = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=server"];
    let by = ["-CA", "authority.pem", "-CAkey", "authority.key", "-addext", "subjectAltName=IP:127.0.0.1"];
    let leaf = ["-addext", "basicConstraints=critical,CA:FALSE"];
    let files = ["-keyout", &path(&key), "-out", &path(&certificate)];
    openssl(folder, &[&signed[..], &by, &leaf, &files].concat());
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    server.give(&key);
    server.give(&certificate);
    let store = server.store();
    store.execute(&format!("CREATE ROLE ann LOGIN SUPERUSER PASSWORD '{SECRET}'"));
    server.configure("ssl = on");
    fs::write(server.data().join("pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n").unwrap();
    server.crash();
    server.start();
    server
}

#[test]
fn a_server_shows_who_it_is_and_nobody_else_is_trusted() {
    let folder = tempdir().unwrap();
    let server = server(&folder);
    authority(&folder, "impostor");
    let at = |user: &str, parameters: &str| Store::at(format!("{}?{parameters}", server.url(user)));
    let trusting = |name: &str| {
        let certificate = folder.path().join(format!("{name}.pem"));
        format!("sslmode=verify-full&sslrootcert={}", certificate.display())
    };
    let ann = format!("ann:{SECRET}");
    let store = at(&ann, &trusting("authority"));
    let run = importer(&store, &["run"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let api = Api::start(&store);
    assert_eq!(api.ask("{ adoptions { totalCount } }")["adoptions"]["totalCount"], 207);
    let (by_name, with_sslmode) = (server.url(&ann).replace("127.0.0.1", "localhost"), trusting("authority"));
    for (store, code, told) in [
        (at(&ann, &trusting("impostor")), 69, "which authority signed the certificate of the server"),
        // The certificate is for another name.
        (Store::at(format!("{by_name}?{with_sslmode}")), 69, "sslmode"),
        (at(&ann, "sslmode=disable"), 77, "no encryption"),
        (at("ann:wrong", &trusting("authority")), 77, "Mend the password"),
    ] {
        let run = importer(&store, &["run"]);
        assert_eq!(run.code, code, "{}", run.stderr);
        assert!(run.stderr.contains(told), "{}", run.stderr);
        let refused = Api::refused(&store);
        assert!(refused.contains(told) && refused.ends_with("exit code 69"), "{refused}");
        assert!(![run.stderr, refused].concat().contains(SECRET));
    }
}

#[test]
fn a_statement_that_takes_longer_than_the_address_allows_is_given_up() {
    let store = Store::postgres();
    assert_eq!(importer(&store, &["run"]).code, 0);
    let hasty = Store::at(format!("{}?options=-c%20statement_timeout%3D500ms", store.url()));
    scope(|scope| {
        // Somebody changes a table by hand.
        scope.spawn(|| {
            store.execute("BEGIN; LOCK TABLE adoption IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(4); COMMIT");
        });
        sleep(Duration::from_secs(1));
        let run = importer(
            &hasty,
            &["run", "data/workbooks/co-commissioning-adoptions.xlsx", "--replace", "--dataset", "again"],
        );
        assert_eq!(run.code, 75, "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("allow it more time (statement_timeout)"), "{}", run.stderr);
    });
    assert_eq!(importer(&hasty, &["verify"]).code, 0);
}
