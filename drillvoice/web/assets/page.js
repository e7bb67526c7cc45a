"use strict";
// Whole states come down as server-sent events, commands go up as JSON. Nothing is kept but the cookie.

const $ = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const STALE_MS = 2600; // a beat comes each second; the sign has to stand within three
const RETRY_MS = 1000;
const ANSWER_MS = 3000;
const TREMOR_MS = 700; // as long as in the terminal
const TOLD_MS = 9000;
const STEPS = ["slower", "faster", "louder", "softer"]; // held, these go on step by step

let words = null;
let paired = null; // null: not known yet
let ticket = "";
let state = null;
let beat = null;
let beatAt = performance.now(); // two clocks: only the second counts while a phone sleeps
let beatOn = Date.now();
let openedAt = 0;
let connection = null;
let stale = false;
let fresh = false; // a state has come over this connection
let blocked = ""; // why the computer lets no page look on
let place = "start"; // where this page is while no drill goes on
let panel = "";
let catalogue = null;
let drill = null; // the one that is looked at
let wish = {};
let forgetting = 0;
let toldUntil = 0;
let view = "";
let focused = null;

// --- words and elements

function word(path, values = {}) {
	const text = path.split(".").reduce((table, key) => table?.[key], words) ?? "";
	return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

function make(tag, text = "", attributes = {}) {
	const element = document.createElement(tag);
	element.textContent = text;
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
	return element;
}

function put(id, text) {
	if ($(id).textContent !== text) $(id).textContent = text;
}

// Fills a list where it has changed, and keeps the focus.
function fill(id, data, build) {
	const key = JSON.stringify(data);
	const list = $(id);
	if (list.dataset.filled === key) return;
	list.dataset.filled = key;
	const before = list.contains(document.activeElement) ? nameOf(document.activeElement) : null;
	list.replaceChildren(...build());
	if (before) all("button, a", list).find((each) => nameOf(each) === before)?.focus();
}

function nameOf(element) {
	return element.id || JSON.stringify(element.dataset);
}

// --- what is shown

function screenNow() {
	if (paired === false) return ticket ? "joining" : "pairing";
	if (!state) return "joining";
	if (state.question) return "question";
	return state.screen === "start" ? place : state.screen;
}

function draw() {
	if (!words) return;
	const cover = stale && paired !== false && !ticket ? "stale" : state?.asks && paired ? "asks" : "";
	const screen = screenNow();
	const led = screen === "drill" || screen === "preparing";
	$("main").hidden = false;
	for (const section of all("main > section")) {
		const shown = section.id === cover || (section.id === screen && (!cover || led));
		section.hidden = !shown;
		section.classList.toggle("covered", shown && Boolean(cover) && section.id !== cover);
	}
	if (screen !== "drill") panel = "";
	if (state) PAINTERS[screen]?.(state);
	if (state?.asks) for (const part of ["title", "text", "yes", "no"]) put(`asks-${part}`, state.asks[part]);
	put("stale-what", blocked || word(led ? "stale.drill" : "stale.idle"));
	const now = `${cover || screen} ${panel}`;
	if (now !== view) moveFocus(now, cover, screen);
	view = now;
}

// A new screen is read out by its heading; back from a cover or a panel the focus is where it was.
function moveFocus(now, cover, screen) {
	if (!cover) scrollTo(0, 0);
	if (focused?.view === now && focused.element.isConnected) return focused.element.focus();
	if ((cover || panel) && view.endsWith(" ")) focused = { view, element: document.activeElement };
	(panel && !cover ? all("button, input", $(panel)) : all("h1", $(cover || screen)))[0]?.focus();
}

const PAINTERS = { start, persons, choosing, one, drill: drawDrill, question, after, phones };

function start({ leading, can_start: can = true, person }) {
	const here = leading === "page" && can;
	const { same, warm_up: warmUp, persons: many = [] } = catalogue ?? {};
	$("elsewhere").hidden = here;
	$("tiles").hidden = !here;
	$("person").hidden = !here || many.length < 2;
	put("person", word("start.person", { name: person?.name ?? "" }));
	put("same-title", word(same || !catalogue ? "start.same" : "start.nothing_yet"));
	put("same-what", same?.title ?? "");
	$("same").disabled = !same;
	put("warm-up-what", warmUp?.minutes ? word("choosing.minutes", { n: warmUp.minutes }) : "");
}

function persons() {
	const known = catalogue?.persons ?? [];
	fill("person-list", known, () => known.map(({ id, name }) => make("button", name, { "data-person": id })));
}

function choosing() {
	const drills = catalogue?.drills ?? [];
	fill("drill-list", drills, () => drills.map((each) => {
		const button = make("button", "", { "data-drill": each.name });
		const kind = each.programme ? word("choosing.programme") : each.position_words;
		const lasts = word("choosing.minutes", { n: each.minutes });
		const done = each.last_done ? word("choosing.last_done", { day: each.last_done }) : word("choosing.never");
		button.append(make("b", each.title));
		const lines = [each.trains && word("choosing.trains", { trains: each.trains }), `${kind}, ${lasts}`, done];
		for (const line of lines.filter(Boolean)) button.append(" ", make("span", line));
		return button;
	}));
}

// Options: a name, values ("" is as usual), and how a value is written.
function optionsOf({ levels = [], choices = {} }) {
	const about = (minutes) => minutes && word("choosing.minutes", { n: minutes });
	const levelWords = (number) => {
		const { title, position_words: position, minutes } = levels.find((each) => each.number === number);
		return [word("choosing.level_value", { n: number, title }), position, about(minutes)].filter(Boolean).join(", ");
	};
	const gapWords = (gap) => word("choosing.gap_value", { n: gap.split("-")[0], most: gap.split("-")[1] });
	const voices = catalogue?.voices ?? [];
	const voiceWords = (name) => voices.find((each) => each.name === name)?.title;
	return [
		["level", levels.map((each) => each.number), levelWords],
		["rounds", ["", ...(choices.rounds ?? [])], String],
		["minutes", ["", ...(choices.minutes ?? [])], (n) => word("choosing.most_value", { n })],
		["gap", ["", ...(choices.gap ?? [])], gapWords],
		["voice", ["", ...voices.map((each) => each.name)], voiceWords],
		["ask", ["", true], (asked) => word(asked ? "choosing.ask_yes" : "choosing.ask_no")],
	].filter(([, values]) => values.length > 1);
}

function one() {
	if (!drill) return;
	put("one-title", drill.title);
	const advice = [["why", [drill.why]], ["things", drill.things], ["cautions", drill.cautions]];
	fill("advice", drill.name, () => advice.flatMap(([title, texts]) =>
		texts.length ? [make("h2", word(`choosing.${title}`)), ...texts.map((text) => make("p", text))] : []));
	const options = optionsOf(drill);
	fill("options", [drill.name, catalogue?.voices], () => options.map(([name]) => {
		const title = word(`options.${name}`);
		const step = (by, sign, key) =>
			make("button", sign, { "data-option": name, "data-by": by, "aria-label": word(`choosing.${key}`, { option: title }) });
		const row = make("div");
		row.append(step(-1, "\u25c0", "less"), make("output", "", { id: `value-${name}` }), step(1, "\u25b6", "more"));
		const group = make("div", "", { class: "option", role: "group", "aria-label": title });
		group.append(make("h3", title), row);
		return group;
	}));
	for (const [name, values, written] of options) {
		const value = wish[name] ?? values[0];
		put(`value-${name}`, value === "" && name !== "ask" ? word("choosing.usual") : written(value));
	}
	const level = wish.level ? `?level=${wish.level}` : "";
	fill("take", [drill.name, level], () => [["html", "take_page"], ["zip", "take_album"]].map(([kind, key]) =>
		make("a", word(`choosing.${key}`), { class: "button", href: `take/${drill.name}.${kind}${level}`, download: "" })));
}

function drawDrill({ session }) {
	if (!session) return;
	const { state: doing, count, undo, more = [] } = session;
	const shown = session.lost ? "lost" : doing;
	const big = word(`drill.big.${shown}`);
	put("drill-title", session.title);
	put("state", word(`drill.states.${doing}`));
	put("part", session.part ?? "");
	put("left", session.left ?? "");
	put("big", big || session.said);
	put("count", clockText(count, session.counting));
	put("small", word(`drill.hints.${shown}`) || (big ? session.said : ""));
	put("next", session.next ? word("drill.next", { text: session.next }) : "");
	const main = session.main ?? "";
	$("main-button").dataset.command = main;
	put("main-button", main && word(`drill.${main}`));
	const offered = more.filter((name) => name !== main && (name !== "finish" || main === "resume"));
	for (const button of all("#strip [data-command]")) button.hidden = !offered.includes(button.dataset.command);
	$("undo").hidden = !undo;
	if (undo) put("undo", word("drill.undo", { note: word(`notes.${undo.note}`) }));
	$("strip").hidden = all("#strip button").every((button) => button.hidden);
	drawPanels(session, more);
	for (const part of all("#drill .whole")) part.hidden = Boolean(panel);
	$("main-button").hidden = Boolean(panel) || !main;
	fitCue(session.is_cue || Boolean(big));
}

function clockText(count, counting) {
	if (count === null) return "";
	return counting === "rest" ? `${Math.floor(count / 60)}:${`${count % 60}`.padStart(2, "0")}` : `${count}`;
}

function drawPanels({ cues = [] }, more) {
	for (const each of all("#drill .panel")) each.hidden = each.id !== panel;
	$("drill").classList.toggle("paneled", Boolean(panel));
	const known = more.filter((name) => words.commands[name]);
	fill("more-list", known, () => [
		...known.map((name) => make("button", word(`commands.${name}`), { "data-command": name })),
		make("button", word("drill.cues"), { "data-panel": "cues" }),
	]);
	fill("note-list", 0, () => Object.entries(words.notes).map(([name, text]) => make("button", text, { "data-note": name })));
	fill("cue-list", cues, () => cues.map(({ name, text }) => make("button", text, { "data-cue": name })));
	$("no-cues").hidden = cues.length > 0;
	$("cues").className = `panel keys ${cues.length < 7 ? "two" : "many"}`;
}

// As large as there is room for without scrolling: a cue at least 40 px, a sentence 24 px.
function fitCue(isCue) {
	if (panel || stale) return;
	const texts = [$("big"), $("count")];
	const page = document.documentElement;
	const tooLarge = (size) => {
		for (const { style } of texts) [style.fontSize, style.overflowWrap] = [`${size}px`, "normal"];
		return page.scrollHeight > innerHeight || page.scrollWidth > innerWidth;
	};
	let [least, most] = [isCue ? 40 : 24, 240];
	$("drill").classList.remove("tight");
	$("drill").classList.toggle("tight", tooLarge(least));
	if (toldUntil && tooLarge(least)) least = 24;
	while (most - least > 2) {
		const size = (least + most) / 2;
		if (tooLarge(size)) most = size;
		else least = size;
	}
	tooLarge(least);
	$("big").style.overflowWrap = "";
}

function question({ question: asked, leading }) {
	const here = leading === "page";
	put("question-text", asked.text);
	$("question-elsewhere").hidden = here;
	$("answers").hidden = !here;
	fill("numbers", 0, () => [
		...Array.from({ length: 11 }, (_, n) => make("button", String(n), { "data-answer": n })),
		make("button", word("asked.skip"), { "data-answer": "", class: "wide" }),
	]);
}

function after({ after: told }) {
	put("summary", [told?.title, told?.summary].filter(Boolean).join(". "));
	put("noted", told?.noted ?? "");
}

async function showWeeks() {
	const found = await load("progress");
	if (!found) return;
	const { weeks = [] } = found;
	$("report").href = found.report ?? "report";
	fill("weeks", weeks, () => (weeks.length ? weeks.map(weekOf) : [make("p", word("progress.nothing"))]));
}

function weekOf({ title, days, summary }) {
	const week = make("div", "", { class: "week" });
	week.append(make("h2", title), make("p", summary ?? ""));
	for (const { day, done } of days) if (done.length) week.append(make("p", `${day}: ${done.join(", ")}`));
	return week;
}

function phones() {
	put("forget", word(forgetting ? "phones.forget_sure" : "phones.forget"));
}

async function showPhones() {
	const found = await load("phones");
	if (!found) return;
	$("closed").hidden = found.lan;
	$("open").hidden = !found.lan;
	const [scheme, host = ""] = (found.address ?? "").split("//");
	$("address").replaceChildren(`${scheme}//`, make("wbr"), host);
	put("phone-code", found.code ?? "");
	$("qr").alt = word("phones.qr");
	$("qr").hidden = !found.qr;
	if (found.qr && $("qr").getAttribute("src") !== found.qr) $("qr").src = found.qr;
	const names = (found.connected ?? []).map((each) => `${each.name}, ${word("phones.since", { time: each.since })}`);
	fill("connected", names, () => (names.length ? names : [word("phones.nobody")]).map((text) => make("li", text)));
}

// An answer, on whichever screen is shown; what is told unasked stays until something is pressed.
function tell(text, longer = TOLD_MS) {
	for (const line of all(".message")) line.textContent = text;
	toldUntil = text && performance.now() + longer;
	draw();
}

// --- from the computer

// Not an EventSource: that hides the status, and 403 means that this page has to join again.
async function listen() {
	connection?.abort();
	const mine = new AbortController();
	connection = mine;
	openedAt = performance.now();
	fresh = false;
	try {
		const answer = await fetch("events", { signal: mine.signal, cache: "no-store" });
		if (answer.status === 403) return leave();
		if (answer.ok) await readEvents(answer.body.getReader());
		else blocked = (await answer.json()).message;
	} catch { /* gone, or never there: it is tried again for ever */ }
	if (connection === mine) setTimeout(() => connection === mine && listen(), RETRY_MS);
}

async function readEvents(reader) {
	const decoder = new TextDecoder();
	for (let rest = ""; ;) {
		const { value, done } = await reader.read();
		if (done) return;
		const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
		rest = blocks.pop();
		for (const block of blocks) {
			const [, name, data] = block.match(/event: (\w+)\ndata: (.*)/) ?? [];
			if (name === "beat") takeBeat(JSON.parse(data).beat);
			if (name === "state") takeState(JSON.parse(data));
		}
	}
}

function takeBeat(number) {
	beat = number;
	beatAt = performance.now();
	beatOn = Date.now();
	if (stale) refresh();
}

// The sign goes with the first beat and the first state of a connection, so that nothing old is shown.
function refresh() {
	stale &&= !fresh || quietFor() > STALE_MS;
	draw();
}

function takeState(next) {
	const before = state;
	state = next;
	paired = true;
	blocked = ticket = "";
	if (!before) refreshCatalogue();
	if (before && before.screen !== next.screen && next.screen === "start") go("start");
	if (place === "phones" && before?.helpers !== next.helpers) showPhones();
	if (next.notice && next.notice.number !== before?.notice?.number) tell(next.notice.text, Infinity);
	fresh = true;
	refresh();
}

function leave() {
	connection?.abort();
	connection = null;
	paired = false;
	state = null;
	draw();
}

async function load(path) {
	try {
		const answer = await fetch(path, { cache: "no-store" });
		if (answer.status === 403) leave();
		const found = await answer.json();
		if (answer.ok) return found;
		tell(found.message);
	} catch {
		tell(word("drill.unheard"));
	}
	return null;
}

async function refreshCatalogue() {
	catalogue = (await load("drills")) ?? catalogue;
	draw();
}

// --- to the computer

// Tells which state was seen, and how long after the last beat the finger came: so the computer knows what is late.
async function send(path, body, seen, unheard = "drill.unheard") {
	const trace = { state: seen.state, beat: seen.beat, since: seen.at - seen.beatAt };
	const waiting = new AbortController();
	setTimeout(() => waiting.abort(), ANSWER_MS);
	try {
		const answer = await fetch(path, {
			method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ ...trace, ...body }),
			signal: waiting.signal,
		});
		const found = await answer.json().catch(() => ({}));
		if (answer.ok) return found;
		if (answer.status === 403 && path !== "pair") leave();
		tell(found.message || word(unheard));
	} catch {
		tell(word(unheard));
	}
	return null;
}

function sendCommand(command, seen) {
	send("command", { command }, seen, command === "stop" ? "drill.unheard_stop" : undefined);
}

async function pair(claim) {
	const found = await send("pair", claim, seenAt(performance.now()));
	ticket = found?.status === "asking" ? found.ticket : "";
	$("ask-there").hidden = !ticket;
	if (found?.status === "paired") {
		paired = state = null;
		stale = false;
		takeBeat(null);
		return listen();
	}
	paired = false;
	draw();
	if (ticket) setTimeout(() => pair({ ticket }), RETRY_MS);
}

function seenAt(at) {
	return { at, beat, beatAt, state: state?.session?.state_number ?? null };
}

// What each button does; `seen` is what the page showed when the finger came down.
const DEEDS = [
	["[data-command]", (button, seen) => {
		sendCommand(button.dataset.command, seen);
		if (panel && !isStep(button)) show("");
	}],
	["[data-note]", ({ dataset: { note } }, seen) => {
		send("note", { note }, seen).then((found) => found && put("heard", word("drill.noted", { note: word(`notes.${note}`) })));
		show("");
	}],
	["#undo", (_, seen) => send("note/undo", {}, seen)],
	["[data-cue]", ({ dataset: { cue } }, seen) => send("cue", { cue }, seen)],
	["[data-panel]", ({ dataset }) => show(dataset.panel)],
	["[data-go]", ({ dataset }) => go(dataset.go)],
	["[data-answer]", ({ dataset: { answer } }, seen) =>
		send("answer", { symptom: state.question.symptom, value: answer === "" ? null : Number(answer) }, seen)],
	["[data-allow]", ({ dataset }, seen) => send(state.asks.path, { ticket: state.asks.ticket, allow: Boolean(dataset.allow) }, seen)],
	["[data-person]", ({ dataset }, seen) => send("person", { person: dataset.person }, seen).then(() => go("start"))],
	["[data-drill]", async ({ dataset }) => {
		const found = await load(`drills/${dataset.drill}`);
		if (!found) return;
		drill = found;
		wish = {};
		go("one");
	}],
	["[data-option]", ({ dataset }) => {
		const [name, values] = optionsOf(drill).find((each) => each[0] === dataset.option);
		const now = Math.max(0, values.indexOf(wish[name] ?? values[0]));
		wish[name] = values[Math.min(values.length - 1, Math.max(0, now + Number(dataset.by)))];
		draw();
	}],
	["#begin", (_, seen) => {
		const wanted = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== ""));
		send("start", { drills: [drill.name], ...wanted }, seen);
	}],
	["#same", (_, seen) => send("start", { same: true }, seen)],
	["#warm-up", (_, seen) => send("start", { warm_up: true }, seen)],
	["#done", (_, seen) => send("after/done", {}, seen)],
	["#forget", (_, seen) => {
		if (forgetting) send("phones/forget", {}, seen).then((found) => found && tell(word("phones.forgotten"))).then(showPhones);
		clearTimeout(forgetting);
		forgetting = forgetting ? 0 : setTimeout(() => { forgetting = 0; draw(); }, 8000);
		draw();
	}],
];

function show(name) {
	panel = name;
	draw();
}

function go(where) {
	tell("");
	place = where;
	if (where === "progress") showWeeks();
	if (where === "phones") showPhones();
	if (where === "start" || where === "choosing") refreshCatalogue();
	draw();
}

// --- touches

// Stop and Pause act when the finger comes down, all else when it goes up. What follows within 0.7 s is tremor,
// also where another button has come under the finger meanwhile; Stop is never held back.
let press = null;
const last = { at: -TREMOR_MS, sent: -TREMOR_MS, name: "", view: "" };

const isStop = (button) => button.dataset.command === "stop";
const isSubmit = (button) => button.form && button.type === "submit";
const isStep = ({ dataset: { command, option } }) => option || STEPS.includes(command);
const isAtOnce = (button) => isStop(button) || button.dataset.command === "pause";

function isTremor(button, at) {
	const same = last.name === nameOf(button);
	const since = at - (isStep(button) ? last.at : last.sent);
	const moved = last.view !== view && !isAtOnce(button);
	if (same) last.sent = at;
	return !isStop(button) && since < TREMOR_MS && (same || moved);
}

function act(button, seen) {
	note(button, seen.at);
	if (toldUntil) tell("");
	DEEDS.find(([selector]) => button.matches(selector))?.[1](button, seen);
}

function note(button, at) {
	last.at = last.sent = at;
	last.name = nameOf(button);
	last.view = view;
}

addEventListener("pointerdown", (event) => {
	const button = event.target.closest?.("button");
	press = null;
	if (!button || button.disabled || event.button) return;
	button.classList.add("touched");
	if (isSubmit(button)) return;
	const seen = seenAt(event.timeStamp);
	press = { button, seen, command: button.dataset.command, done: isTremor(button, event.timeStamp), id: event.pointerId };
	if (!press.done && isAtOnce(button)) {
		press.done = true;
		act(button, seen);
	}
});

addEventListener("pointerup", (event) => {
	fade();
	if (!press || press.id !== event.pointerId) return;
	press.upAt = event.timeStamp;
	const { button, seen } = press;
	const inside = button.contains(document.elementFromPoint(event.clientX, event.clientY));
	// Where the button has changed meanwhile, this press was meant for what it was.
	if (press.done || !inside || press.command !== button.dataset.command) return;
	press.done = true;
	act(button, { ...seenAt(event.timeStamp), state: seen.state });
});

addEventListener("pointercancel", () => {
	fade();
	if (press) press.done = true;
});

// From a keyboard or a screen reader; what a finger did already is not done again.
addEventListener("click", (event) => {
	const button = event.target.closest?.("button");
	if (!button || isSubmit(button)) return;
	const byFinger = press?.button === button && event.timeStamp - (press.upAt ?? event.timeStamp) < 1000;
	press = null;
	if (!byFinger && !isTremor(button, event.timeStamp)) act(button, seenAt(event.timeStamp));
});

function fade() {
	const touched = all(".touched");
	setTimeout(() => touched.forEach((each) => each.classList.remove("touched")), 150);
}

const isTyping = ({ target }) => target.matches?.("input, textarea");
const isLed = () => paired && ["drill", "preparing"].includes(screenNow());

addEventListener("keydown", (event) => {
	const { key, target } = event;
	if (event.repeat && target.matches?.("button") && !isStep(target)) event.preventDefault(); // one press
	if (!isLed() || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
	if (key === "Escape" || (key.toLowerCase() === "s" && !isTyping(event))) pressKey("stop", event);
	else if (key === " " && !isTyping(event)) pressKey("toggle", event);
});

addEventListener("keyup", (event) => {
	if (event.key === " " && isLed() && !isTyping(event)) event.preventDefault(); // it would press what has the focus
});

function pressKey(command, event) {
	event.preventDefault();
	const button = command === "stop" ? all(".stop", $(screenNow()))[0] : $("main-button");
	button.classList.add("touched");
	fade();
	if (isTremor(button, event.timeStamp)) return;
	note(button, event.timeStamp);
	sendCommand(command, seenAt(event.timeStamp));
}

const FORMS = {
	"code-form": () => pair({ code: $("code").value.replace(/\D/g, "") }),
	speak: async (seen) => {
		if (await send("say", { text: $("say").value }, seen)) $("say").value = "";
	},
	"note-form": async (seen) => {
		if (!(await send("after/note", { text: $("note").value }, seen))) return;
		$("note").value = "";
		tell(word("after.saved"));
	},
};
let submittedAt = -TREMOR_MS;

addEventListener("submit", (event) => {
	event.preventDefault();
	if (event.timeStamp - submittedAt < TREMOR_MS) return;
	submittedAt = event.timeStamp;
	FORMS[event.target.id](seenAt(event.timeStamp));
});

// --- beginning, and waking

function quietFor() {
	return Math.max(performance.now() - beatAt, Date.now() - beatOn);
}

function tick() {
	if (toldUntil && performance.now() > toldUntil) tell("");
	const silent = quietFor() > STALE_MS;
	if (silent && !stale) {
		stale = true;
		draw();
	}
	if (silent && paired !== false && !ticket && performance.now() - openedAt > 3000) listen();
}

function wake() {
	if (document.visibilityState === "visible" && paired !== false && !ticket && quietFor() > 1500) {
		tick();
		listen();
	}
}

async function begin() {
	try {
		words = await (await fetch("words")).json();
	} catch {
		return setTimeout(begin, RETRY_MS);
	}
	document.documentElement.lang = words.lang ?? "en";
	for (const heading of all("h1")) {
		heading.tabIndex = -1;
		if (!heading.closest(".cover, #drill")) heading.after(make("p", "", { class: "message", role: "status" }));
	}
	for (const each of all("[data-word]")) each.textContent = word(each.dataset.word);
	setInterval(tick, 200);
	for (const name of ["pageshow", "online", "focus"]) addEventListener(name, wake);
	document.addEventListener("visibilitychange", wake);
	addEventListener("resize", draw);
	addEventListener("hashchange", join);
	return join();
}

function join() {
	const secret = location.hash.slice(1);
	history.replaceState(null, "", location.pathname);
	draw();
	if (secret) pair({ secret });
	else if (!connection) listen();
}

begin();
