//! Listens as the api does, and says where.

use poem::{
    IntoEndpoint, Server,
    listener::{Acceptor, Listener, TcpListener},
};

use crate::{failure::Outcome, service::LISTENING};

/// Serves on a port that the system chooses.
pub(super) async fn serve(endpoint: impl IntoEndpoint + 'static) -> Outcome<()> {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let address = acceptor.local_addr().into_iter().next().ok_or("no address to listen on")?;
    let address = address.as_socket_addr().ok_or("no port to listen on")?.to_owned();
    eprintln!("{LISTENING}http://{address}");
    Ok(Server::new_with_acceptor(acceptor).run(endpoint).await?)
}
