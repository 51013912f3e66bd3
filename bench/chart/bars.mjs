// A chart of horizontal bars as SVG, without libraries. Colours follow the reader's light or dark scheme.

const WIDTH = 760;
const LEFT = 120;
const RIGHT = 210;
const BAR = 15;
const GAP = 3;
const HEAD = 84;

const STYLE = `
    text { font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1f2328 }
    .title { font-size: 17px; font-weight: 600 }
    .group { font-weight: 600 }
    .quiet { fill: #59636e; font-size: 11px }
    .grid { stroke: #d1d9e0 }
    .s0 { fill: #0f766e } .s1 { fill: #9aa4af } .s2 { fill: #c9d0d8 }
    .strong { font-weight: 600 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .quiet { fill: #9198a1 }
      .grid { stroke: #3d444d }
      .s0 { fill: #2dd4bf } .s1 { fill: #768390 } .s2 { fill: #4b5563 }
    }`;

/** `groups`: [{ name, bars: [{ label, series, value, remark }] }]; a label begins a new row of bars. */
export function drawBars({ title, unit, note, groups }) {
  const bars = groups.flatMap((group) => group.bars);
  const series = [...new Set(bars.map((bar) => bar.series))];
  const step = niceStep(Math.max(...bars.map(({ value }) => value)));
  const most = Math.ceil(Math.max(...bars.map(({ value }) => value)) / step) * step;
  const scale = (WIDTH - LEFT - RIGHT) / most;
  let y = HEAD;
  const parts = groups.map((group) => {
    const drawn = drawGroup(group, y, scale, series, unit);
    y = drawn.end;
    return drawn.text;
  });
  const height = y + 44;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
  <style>${STYLE}
  </style>
  <text class="title" x="0" y="20">${escaped(title)}</text>
${legend(series)}
${grid(step, most, scale, y, unit)}
${parts.join("\n")}
  <text class="quiet" x="0" y="${height - 6}">${escaped(note)}</text>
</svg>
`;
}

function drawGroup({ name, bars }, top, scale, series, unit) {
  const lines = [`  <text class="group" x="0" y="${top + 12}">${escaped(name)}</text>`];
  let y = top + 20;
  bars.forEach(({ label, series: own, value, remark }, i) => {
    if (label !== "" && i > 0) y += 8;
    const index = series.indexOf(own);
    const end = LEFT + value * scale;
    if (label !== "")
      lines.push(`  <text x="${LEFT - 8}" y="${y + 12}" text-anchor="end">${escaped(label)}</text>`);
    lines.push(
      `  <rect class="s${index}" x="${LEFT}" y="${y}" width="${(value * scale).toFixed(1)}" height="${BAR}" rx="2"/>`,
    );
    const figure = `<tspan class="${index === 0 ? "strong" : ""}">${Math.round(value)} ${unit}</tspan>`;
    lines.push(
      `  <text x="${(end + 6).toFixed(1)}" y="${y + 12}">${figure}<tspan class="quiet" dx="8">${escaped(remark)}</tspan></text>`,
    );
    y += BAR + GAP;
  });
  return { text: lines.join("\n"), end: y + 18 };
}

function legend(series) {
  let x = 0;
  return series
    .map((name, i) => {
      const item = `  <rect class="s${i}" x="${x}" y="36" width="12" height="12" rx="2"/><text x="${x + 18}" y="46">${escaped(name)}</text>`;
      x += 42 + name.length * 6.6;
      return item;
    })
    .join("\n");
}

function grid(step, most, scale, bottom, unit) {
  return Array.from({ length: Math.round(most / step) + 1 }, (_, i) => {
    const x = (LEFT + i * step * scale).toFixed(1);
    const label = `<text class="quiet" x="${x}" y="${HEAD - 12}" text-anchor="middle">${i * step}${i === 0 ? ` ${unit}` : ""}</text>`;
    return `  <line class="grid" x1="${x}" x2="${x}" y1="${HEAD - 4}" y2="${bottom - 12}"/>${label}`;
  }).join("\n");
}

/** 1, 2 or 5 times a power of ten, so that there are at most six steps. */
function niceStep(most) {
  const power = 10 ** Math.floor(Math.log10(most / 5));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => most / step <= 6);
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
