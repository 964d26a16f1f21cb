//! `/alertes/{id}/carte`: the area as the author drew it, drawn here as SVG. No tiles, no third party;
//! a link to an external map is followed by choice only.

use std::fmt::Write as _;

use leptos::prelude::*;
use portal::Instant;
use portal::cap::{Area, Circle, Point};
use portal::messages::{Colour, Thread, colour};

use super::alert::told_title;
use super::alert_parts::place_list;
use crate::components::*;
use crate::reading::tell;
use crate::shell::{Head, document};
use crate::site::{Page, Site};
use crate::wording::Lang;

/// The side of the drawing in its own units.
const SIDE: f64 = 600.0;
/// Empty border around what is drawn.
const MARGIN: f64 = 30.0;
/// Kilometres in one degree of latitude.
const KM_PER_DEGREE: f64 = 111.2;
/// The most points drawn: a river of 100,000 points is thinned, not refused.
const MOST_POINTS: usize = 4_000;

/// The map's page; `None` as for [`super::alert`]. `geometry[i]` is the areas (`[info][area]`, from
/// `Messages::geometry`) of `heads[i]` of the thread's view at `now`, or of any messages of it:
/// paired with the message's id. `outlines`: rings of the communes concerned, where contours are known.
pub fn alert_map(
    site: &Site,
    lang: Lang,
    now: Instant,
    thread: &Thread,
    geometry: &[(portal::messages::MessageId, Vec<Vec<Area>>)],
    outlines: &[Vec<Point>],
) -> Option<Page> {
    let told = tell(thread, now)?;
    let words = &lang.words().map;
    let name = told_title(&told, lang);
    let title = (words.title)(&name);
    let areas: Vec<(Colour, &Area)> = told
        .view
        .shown
        .iter()
        .filter_map(|shown| {
            let (_, infos) = geometry.iter().find(|(id, _)| *id == shown.message.id)?;
            Some(
                infos
                    .get(shown.index)?
                    .iter()
                    .map(|a| (colour(shown.info), a)),
            )
        })
        .flatten()
        .collect();
    let drawing = Drawing::of(&areas, outlines);
    let head = Head {
        title: title.clone(),
        description: lang.words().home.lead.to_owned(),
        path: format!("{}/carte", told.path()),
        noindex: true,
        ..Head::default()
    };
    let html = document(site, lang, head, || {
        let picture = match &drawing {
            Some(d) => view! {
                <figure class="map">
                    {d.svg(&title, lang)}
                    <figcaption id="dessin">
                        {(words.drawn)(d.polygons, d.circles, d.lines)} " "
                        {(words.bounds)(d.frame.south, d.frame.north, d.frame.west, d.frame.east)}
                    </figcaption>
                </figure>
                <p>
                    <a class="next" href=d.external() rel="noopener nofollow external">
                        {icon(Icon::External)}
                        {words.external}
                    </a>
                </p>
                <p class="hint">{words.external_note}</p>
            }
            .into_any(),
            None => view! { <p>{words.nothing}</p> }.into_any(),
        };
        view! {
            <p><a class="next" href=lang.path(&told.path())>{words.back}</a></p>
            <h1>{title.clone()}</h1>
            <p class="marks">
                {mark(told.view.colour, (lang.words().alert.level)(told.view.colour))}
                {state_mark(told.view.state, lang)}
            </p>
            {picture}
            <h2>{words.places}</h2>
            {place_list(&told, lang)}
        }
        .into_any()
    });
    Some(Page {
        html,
        valid_until: told.view.next_change,
    })
}

/// What is drawn, in degrees.
#[derive(Clone, Copy, Debug)]
struct Frame {
    south: f64,
    north: f64,
    west: f64,
    east: f64,
}

impl Frame {
    /// Degrees of longitude are narrower than degrees of latitude by this.
    fn squeeze(&self) -> f64 {
        ((self.south + self.north) / 2.0)
            .to_radians()
            .cos()
            .max(0.05)
    }
    fn scale(&self) -> f64 {
        let wide = (self.east - self.west) * self.squeeze();
        (SIDE - 2.0 * MARGIN) / wide.max(self.north - self.south).max(1e-6)
    }
    fn height(&self) -> f64 {
        ((self.north - self.south) * self.scale() + 2.0 * MARGIN).max(SIDE / 2.0)
    }
    fn place(&self, p: Point) -> (f64, f64) {
        let scale = self.scale();
        let middle = (self.west + self.east) / 2.0;
        let spare = (self.height() - 2.0 * MARGIN - (self.north - self.south) * scale) / 2.0;
        (
            SIDE / 2.0 + (p.lon - middle) * self.squeeze() * scale,
            MARGIN + spare + (self.north - p.lat) * scale,
        )
    }
}

#[derive(Debug)]
struct Drawing {
    frame: Frame,
    shapes: String,
    polygons: usize,
    circles: usize,
    lines: usize,
}

impl Drawing {
    fn of(areas: &[(Colour, &Area)], outlines: &[Vec<Point>]) -> Option<Self> {
        let mut corners: Vec<Point> = outlines.iter().flatten().copied().collect();
        for (_, area) in areas {
            corners.extend(area.polygons.iter().chain(&area.lines).flatten());
            for Circle { centre, radius_km } in &area.circles {
                let up = radius_km.max(1.0) / KM_PER_DEGREE;
                let side = up / centre.lat.to_radians().cos().max(0.05);
                corners.push(Point {
                    lat: centre.lat + up,
                    lon: centre.lon + side,
                });
                corners.push(Point {
                    lat: centre.lat - up,
                    lon: centre.lon - side,
                });
            }
        }
        corners.retain(|p| p.lat.is_finite() && p.lon.is_finite());
        let frame = corners.iter().fold(None, |frame: Option<Frame>, p| {
            let f = frame.unwrap_or(Frame {
                south: p.lat,
                north: p.lat,
                west: p.lon,
                east: p.lon,
            });
            Some(Frame {
                south: f.south.min(p.lat),
                north: f.north.max(p.lat),
                west: f.west.min(p.lon),
                east: f.east.max(p.lon),
            })
        })?;
        let every = corners.len().div_ceil(MOST_POINTS).max(1);
        let mut shapes = String::new();
        for ring in outlines {
            draw(&mut shapes, &frame, ring, every, "outline", true);
        }
        let (mut polygons, mut circles, mut lines) = (0, 0, 0);
        for (colour, area) in areas {
            let class = colour.word();
            for ring in &area.polygons {
                draw(&mut shapes, &frame, ring, every, class, true);
                polygons += 1;
            }
            for line in &area.lines {
                draw(&mut shapes, &frame, line, every, class, false);
                lines += 1;
            }
            for circle in &area.circles {
                let (x, y) = frame.place(circle.centre);
                let r = (circle.radius_km / KM_PER_DEGREE * frame.scale()).max(8.0);
                // Writing to a String cannot fail.
                let _ = write!(
                    shapes,
                    r#"<circle class="{class}" cx="{x:.1}" cy="{y:.1}" r="{r:.1}"/>"#
                );
                circles += 1;
            }
        }
        (polygons + circles + lines > 0).then_some(Self {
            frame,
            shapes,
            polygons,
            circles,
            lines,
        })
    }

    fn svg(&self, title: &str, lang: Lang) -> impl IntoView {
        let words = &lang.words().map;
        let height = self.frame.height();
        let (km, length) = self.scale_bar();
        let foot = height - 10.0;
        view! {
            <svg
                role="img"
                aria-label=title.to_owned()
                aria-describedby="dessin"
                viewBox=format!("0 0 {SIDE:.0} {height:.0}")
            >
                <g inner_html=self.shapes.clone()></g>
                <path class="scale" d=format!("M12 {:.0}v8h{length:.0}v-8", foot - 8.0)></path>
                <text x="16" y=format!("{:.0}", foot - 6.0)>{(words.scale)(km)}</text>
                <path class="scale" d="M580 34V10l-6 8m6-8 6 8"></path>
                <text x="572" y="54">{words.north}</text>
            </svg>
        }
    }

    /// A round number of kilometres about a quarter of the drawing, and its length.
    fn scale_bar(&self) -> (u32, f64) {
        let per_km = self.frame.scale() / KM_PER_DEGREE;
        let km = [1_u32, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000]
            .into_iter()
            .take_while(|km| f64::from(*km) * per_km <= SIDE / 3.0)
            .last()
            .unwrap_or(1);
        (km, f64::from(km) * per_km)
    }

    fn external(&self) -> String {
        let f = &self.frame;
        let (lat, lon) = ((f.south + f.north) / 2.0, (f.west + f.east) / 2.0);
        let span = (f.east - f.west).max(f.north - f.south).max(0.01);
        let zoom = (360.0 / span).log2().floor().clamp(4.0, 15.0);
        format!("https://www.openstreetmap.org/#map={zoom:.0}/{lat:.4}/{lon:.4}")
    }
}

fn draw(
    out: &mut String,
    frame: &Frame,
    points: &[Point],
    every: usize,
    class: &str,
    closed: bool,
) {
    let last = points.len().saturating_sub(1);
    let mut path = String::new();
    for (i, p) in points.iter().enumerate() {
        if (i % every != 0 && i != last) || !p.lat.is_finite() || !p.lon.is_finite() {
            continue;
        }
        let (x, y) = frame.place(*p);
        let _ = write!(
            path,
            "{}{x:.1} {y:.1}",
            if path.is_empty() { 'M' } else { 'L' }
        );
    }
    let (kind, end) = if closed { ("", "Z") } else { (" line", "") };
    let _ = write!(out, r#"<path class="{class}{kind}" d="{path}{end}"/>"#);
}
