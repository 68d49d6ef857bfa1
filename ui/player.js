// Steps through the frames of a chart on the same page. A replay jumps from frame to frame: what
// lies between two forecasts was forecast by nobody, and jumping asks nothing of who is made
// unwell by motion. It never starts by itself.
const places = new Map();

export default function ({ parentElement, data }) {
  const find = (name) => parentElement.querySelector(`[data-part=${name}]`);
  const [slider, words, play, back, next] = ["slider", "words", "play", "back", "next"].map(find);
  const last = data.scenes.length - 1;
  let timer = null;

  // A frame of the chart by its name, or lines as far as they have come.
  const frame = (place) => {
    if (data.lines.length === 0) return String(place);
    const upto = (values) => values.slice(0, place + 1);
    return {
      traces: data.lines.map((line) => line.trace),
      data: data.lines.map(({ points, sizes: [before, newest] }) => ({
        ...Object.fromEntries(Object.entries(points).map(([axis, all]) => [axis, upto(all)])),
        marker: { size: [...Array(place).fill(before), newest] },
      })),
    };
  };

  const show = (place) => {
    places.set(data.chart, place);
    const scene = data.scenes[place];
    slider.value = place;
    slider.setAttribute("aria-valuetext", scene.label);
    words.replaceChildren(
      ...[scene.label, ...scene.misses].map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
    back.disabled = place === 0;
    next.disabled = place === last;
    const chart = document.querySelector(`.st-key-${data.chart} .js-plotly-plot`);
    if (chart && window.Plotly) {
      window.Plotly.animate(chart, [frame(place)], {
        mode: "immediate",
        transition: { duration: 0 },
        frame: { duration: 0, redraw: data.redraw },
      });
    }
  };

  const stop = () => {
    clearInterval(timer);
    timer = null;
    play.textContent = "Play";
    words.setAttribute("aria-live", "polite");
  };

  const start = () => {
    if (Number(slider.value) === last) show(0);
    play.textContent = "Pause";
    // What changes by itself would talk over whoever listens to the page.
    words.setAttribute("aria-live", "off");
    timer = setInterval(() => {
      show(Number(slider.value) + 1);
      if (Number(slider.value) === last) stop();
    }, data.pause);
  };

  slider.max = last;
  slider.setAttribute("aria-label", data.name);
  slider.oninput = () => {
    stop();
    show(Number(slider.value));
  };
  play.onclick = () => (timer === null ? start() : stop());
  back.onclick = () => {
    stop();
    show(Math.max(Number(slider.value) - 1, 0));
  };
  next.onclick = () => {
    stop();
    show(Math.min(Number(slider.value) + 1, last));
  };
  stop();
  show(Math.min(places.get(data.chart) ?? 0, last));
  return stop;
}
