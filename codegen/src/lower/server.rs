//! The base URL: its scheme, host and path, with variables.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::names::{self, NameKind};
use super::{credentials, path};
use crate::credentials::are_in_url;
use crate::diag::{Problem, Reporter, excerpt};
use crate::model::{Name, Server};
use crate::source_map::Path;

/// The base URL of a spec; reports what is wrong with it.
pub(super) fn lower(cx: &Reporter<'_>, at: &Path, template: &str) -> Option<Server> {
    match check(template) {
        Ok(variables) => {
            let variables = variables.iter().filter_map(|name| names::name(name, NameKind::Value));
            let variables: Vec<Name> = variables.collect();
            check_names(cx, at, &variables);
            Some(Server { template: template.to_owned(), variables })
        }
        Err((message, help)) => {
            let shown = credentials::shown_server(template);
            // The message quotes parts of it.
            let (message, help) = check(&shown).err().unwrap_or((message, help));
            let problem = Problem::error(at, format!("the server `{}` {message}", excerpt(&shown)));
            cx.push(problem.secret_if(shown != template).help(help));
            None
        }
    }
}

/// Each variable is a method of the client's builder.
fn check_names(cx: &Reporter<'_>, at: &Path, variables: &[Name]) {
    for (index, name) in variables.iter().enumerate() {
        if let Some(other) = variables[..index].iter().find(|other| other.rust == name.rust) {
            let message = format!(
                "the variables `{}` and `{}` are both `{}` in Rust",
                other.wire, name.wire, name.rust
            );
            cx.push(Problem::error(at, message).help("rename one of the two"));
        }
    }
}

fn check(template: &str) -> Result<Vec<&str>, (String, String)> {
    let problem = |message: &str, help: &str| Err((message.to_owned(), help.to_owned()));
    let Some((scheme, rest)) = template.split_once("://") else {
        return problem(
            "is not an absolute URL",
            "write the whole URL, like `https://{space}.example.com/api`",
        );
    };
    if scheme != "https" && scheme != "http" {
        return problem("is neither https nor http", "write `https://…`");
    }
    let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if authority.contains('@') {
        return problem(
            "contains credentials",
            "users give credentials when they build the client",
        );
    }
    if are_in_url(template) {
        return problem(
            "holds a credential",
            "write it into the paths of the lists, as a parameter of type `secret`",
        );
    }
    if template.contains(['?', '#']) {
        return problem("has a query or a fragment", "only a path can follow the host");
    }
    let variables = path::parameters(template)
        .map_err(|message| (message, "a variable is written `{space}`".to_owned()))?;
    if let Some(twice) = path::repeated(&variables) {
        return problem(&format!("has the variable `{{{twice}}}` twice"), "use each variable once");
    }
    path::check_letters(path)?;
    check_authority(authority)?;
    Ok(variables)
}

/// A variable in the host is a whole label of it, so that no value of it can
/// lead to another host.
fn check_authority(authority: &str) -> Result<(), (String, String)> {
    let filled = authority.split('.').map(|label| {
        let name = label.strip_prefix('{').and_then(|label| label.strip_suffix('}'));
        if name.is_some_and(|name| !name.contains(['{', '}'])) { "sample" } else { label }
    });
    let filled = filled.collect::<Vec<_>>().join(".");
    if filled.contains(['{', '}']) {
        let message = "has a variable next to other characters, or in its port".to_owned();
        let help =
            "a variable in the host is a whole label between dots: `https://{space}.example.com`";
        return Err((message, help.to_owned()));
    }
    if !is_host(&filled) {
        let message = format!("has `{}` where a host was expected", excerpt(authority));
        return Err((
            message,
            "write a host like `api.example.com` or `localhost:8080`".to_owned(),
        ));
    }
    Ok(())
}

/// A host and perhaps a port, as a URL has it: names in ASCII, or an address.
pub(super) fn is_host(authority: &str) -> bool {
    if let Some(bracket) = authority.strip_prefix('[') {
        let Some((address, port)) = bracket.split_once(']') else { return false };
        let port = port.strip_prefix(':').map_or(port.is_empty(), is_port);
        return address.parse::<Ipv6Addr>().is_ok() && port;
    }
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    is_port(port) && host.len() <= 253 && is_name(host)
}

fn is_port(port: &str) -> bool {
    port.chars().all(|c| c.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_name(host: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let label = |label: &str| {
        let dashed = label.starts_with('-') || label.ends_with('-');
        !label.is_empty() && label.len() <= 63 && !dashed && label.chars().all(letter)
    };
    // A URL parser reads a host that ends in a number as an IPv4 address.
    let last = host.rsplit('.').next().unwrap_or_default();
    let number = last.starts_with(|c: char| c.is_ascii_digit())
        && (last.chars().all(|c| c.is_ascii_digit()) || last.starts_with("0x"));
    host.split('.').all(label) && (!number || host.parse::<Ipv4Addr>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_whole_urls_without_credentials() {
        let good = [
            "https://api.example.com",
            "https://{space}.signalwire.com/api/laml/2010-04-01",
            "http://localhost:8080/",
            "http://127.0.0.1:8080/{tenant}/v1/",
            "https://[::1]:8443/x",
        ];
        for good in good {
            assert!(check(good).is_ok(), "{good}: {:?}", check(good));
        }
        let odd = [
            "",
            "example.com",
            "ftp://h",
            "HTTPS://h",
            "https://",
            "https:///a",
            "https://u:p@h",
            "https://h?x",
            "https://h/a#b",
            "https://a{b}.com",
            "https://{a}{b}.com",
            "https://h:{port}",
            "https://h:0",
            "https://h:99999",
            "https://h:+1",
            "https://1.2.3",
            "https://a..b",
            "https://-a.com",
            "https://h\\evil",
            "https://h /",
            "https://ü.com",
            "https://{a}.{a}.com",
            "https://h/{a",
            "https://{evil/..}.com",
        ];
        for odd in odd {
            assert!(check(odd).is_err(), "{odd}");
        }
    }
}
