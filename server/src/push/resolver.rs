//! The way from a push service's name to its address: never one inside the operator's networks.
//!
//! An endpoint comes from a browser. Its host is of the allow-list, but who holds the name's zone chooses
//! the address behind it.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The system's resolver, without addresses that are not of the public internet.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicOnly;

/// There is no public address.
#[derive(Debug, thiserror::Error)]
#[error("the push service has no public address")]
struct NotPublic;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let addresses = public_of(found);
            if addresses.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

fn public_of(found: impl Iterator<Item = SocketAddr>) -> Vec<SocketAddr> {
    found.filter(|a| is_public(a.ip())).collect()
}

/// Whether this is an address of the public internet, from IANA's special-purpose registries (RFC 6890).
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || a == 0
        // 100.64.0.0/10: carriers' own networks (RFC 6598).
        || (a == 100 && (64..128).contains(&b))
        // 192.0.0.0/24: protocol assignments; 192.88.99.0/24: relays of 6to4.
        || (a == 192 && ((b == 0 && c == 0) || (b == 88 && c == 99)))
        // 198.18.0.0/15: benchmarks.
        || (a == 198 && (b == 18 || b == 19))
        // Multicast, reserved, broadcast.
        || a >= 224)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [first, second, third, fourth, fifth, sixth, seventh, eighth] = ip.segments();
    // 64:ff9b::/96: IPv4 as networks without it reach it (RFC 6052).
    if [first, second, third, fourth, fifth, sixth] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [a, b] = seventh.to_be_bytes();
        let [c, d] = eighth.to_be_bytes();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    // 2000::/3 is all of global unicast; in it, 2001::/23 (Teredo and other protocols), 2002::/16 (6to4:
    // an IPv4 address within), 2001:db8::/32 and 3fff::/20 (documentation) are not hosts.
    first & 0xe000 == 0x2000
        && !(first == 0x2001 && (second < 0x200 || second == 0xdb8))
        && first != 0x2002
        && !(first == 0x3fff && second < 0x1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(text: &str) -> bool {
        is_public(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_push_services_are_public() {
        for text in [
            "142.250.179.106",
            "34.107.221.82",
            "17.57.146.20",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "2a00:1450:4007:80e::200a",
            "2603:1030::1",
            "64:ff9b::8efa:b36a",
            "::ffff:142.250.179.106",
        ] {
            assert!(public(text), "{text}");
        }
    }

    #[test]
    fn addresses_inside_somebodys_network_are_not() {
        for text in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.254",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(!public(text), "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_that_leads_to_this_machine_leads_nowhere() {
        let answer = PublicOnly.resolve("localhost".parse().unwrap()).await;
        let Err(error) = answer else {
            panic!("localhost was resolved");
        };
        assert!(error.to_string().contains("public address"), "{error}");
    }

    #[test]
    fn of_a_name_with_both_only_the_public_addresses_are_left() {
        let found = ["10.0.0.1:0", "142.250.179.106:0"].map(|t| t.parse().unwrap());
        let left = public_of(found.into_iter());
        assert_eq!(left, ["142.250.179.106:0".parse().unwrap()]);
    }
}
