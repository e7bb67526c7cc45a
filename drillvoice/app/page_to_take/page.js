"use strict";
(() => {
	// A second press within this time is a tremor, or one long press, and not a wish.
	const TREMOR_MS = 700;
	// After a pause a line comes again that was cut, or that began so short a time ago.
	const AGAIN_S = 10;
	// Back leads to the part before, where this one has only begun.
	const BEGUN_S = 3;
	const LOOK_MS = 100;

	const drill = JSON.parse(document.getElementById("drill").textContent);
	const words = drill.words;
	const element = (id) => document.getElementById(id);
	const sound = element("sound");
	// Where scripts are on, what stands for browsers without them is text; the sound is taken from there.
	const plain = document.querySelector("noscript");
	const players = new DOMParser().parseFromString(plain.textContent, "text/html").querySelectorAll("audio");
	const bytes = [...players].map((player) => bytesOf(player.getAttribute("src").split(",")[1]));
	const countIn = new Blob([bytesOf(drill.count_in)], { type: "audio/mpeg" });
	plain.remove();
	let state = "ready"; // or playing, paused, waiting, ended, failed
	let place = 0;
	let base = 0;
	let url = "";
	let ahead = null;
	let counting = false; // what goes on after a pause of a round is counted in

	function bytesOf(text) {
		return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
	}

	const part = () => drill.parts[place];
	// Where in the part the sound is; what was asked for counts until the sound has got there.
	const now = () => ahead ?? base + sound.currentTime;
	const lineAt = (time) => [...part().lines].reverse().find((line) => line.at <= time + 0.05);

	// Sound begins at a byte and never in between: browsers look for a time in such a file by a guess.
	function playFrom(index, line) {
		place = index;
		base = line ? line.base : 0;
		ahead = line ? line.at : 0;
		counting = false;
		load(new Blob([bytes[place].subarray(line ? line.byte : 0)], { type: "audio/mpeg" }));
		start();
	}

	function load(blob) {
		URL.revokeObjectURL(url);
		url = URL.createObjectURL(blob);
		sound.src = url;
	}

	// In a round the whole cue comes again after a count, however long ago it was said: half of it helps nobody.
	function countThenPlay() {
		const line = lineAt(now()) ?? part().lines[0];
		ahead = line.at;
		counting = true;
		load(countIn);
		start();
	}


	function start() {
		state = "playing";
		sound.play().catch((error) => {
			if (error.name !== "AbortError") fail();
		});
		show();
	}

	function fail() {
		state = "failed";
		show();
	}

	function rest(as) {
		state = as;
		sound.pause();
		show();
	}

	function goOn() {
		if (state === "waiting") return next();
		if (state === "ready" || state === "ended") return playFrom(0);
		if (state === "failed") return playFrom(place);
		if (part().counts_in) return countThenPlay();
		const line = lineAt(now());
		if (line && (now() < line.end || now() - line.at < AGAIN_S)) return playFrom(place, line);
		start();
	}

	function next() {
		if (place + 1 < drill.parts.length) playFrom(place + 1);
	}

	function previous() {
		playFrom(state === "ended" || now() > BEGUN_S ? place : Math.max(0, place - 1));
	}

	function again() {
		playFrom(place, lineAt(now()));
	}

	function pause() {
		if (state === "playing") rest("paused");
	}

	function play() {
		if (state !== "playing") goOn();
	}

	function toggle() {
		if (state === "playing") pause();
		else goOn();
	}

	function end() {
		if (state !== "playing") return;
		if (counting) return playFrom(place, part().lines.find((each) => each.at === ahead));
		if (part().waits_at !== null) rest("waiting");
		else if (place + 1 < drill.parts.length) playFrom(place + 1);
		else rest("ended");
	}

	function look() {
		if (state !== "playing" || counting) return;
		if (ahead !== null && base + sound.currentTime >= ahead) ahead = null;
		if (part().waits_at !== null && now() >= part().waits_at) rest("waiting");
		else show();
	}

	function put(id, text) {
		if (element(id).textContent !== text) element(id).textContent = text;
	}

	function show() {
		const line = state === "ready" ? null : lineAt(now());
		const names = { ready: words.play, playing: words.pause, waiting: words.standing, ended: words.anew };
		const states = { playing: "" };
		put("part", part().shown);
		put("said", counting ? words.going_on : line ? line.text : "");
		put("state", states[state] ?? words[state]);
		put("main", names[state] ?? words.go_on);
		element("said").className = !counting && line && line.cue ? "cue" : "";
		document.body.dataset.state = state;
		tellKeys();
	}

	let told = "";
	function tellKeys() {
		if (!("mediaSession" in navigator)) return;
		navigator.mediaSession.playbackState = state === "playing" ? "playing" : "paused";
		if (told === part().title) return;
		told = part().title;
		navigator.mediaSession.metadata = new MediaMetadata({ title: told, artist: drill.artist, album: drill.title });
	}

	const pressed = {};
	function press(name, act) {
		const at = performance.now();
		if (at - (pressed[name] ?? -TREMOR_MS) < TREMOR_MS) return;
		pressed[name] = at;
		act();
	}

	// Pause acts when the finger goes down, all else when it goes up.
	let paused_by_finger = false;
	element("main").addEventListener("pointerdown", () => {
		paused_by_finger = state === "playing";
		if (paused_by_finger) press("main", pause);
	});
	element("main").addEventListener("click", (event) => {
		if (event.detail === 0 || !paused_by_finger) press("main", toggle);
		paused_by_finger = false;
	});
	for (const [name, act] of Object.entries({ previous, again, next })) {
		element(name).addEventListener("click", () => press(name, act));
	}
	addEventListener("keydown", (event) => {
		if (event.key !== " " || event.repeat || event.target.tagName === "BUTTON") return;
		event.preventDefault();
		press("main", toggle);
	});
	if ("mediaSession" in navigator) {
		const handlers = { play, pause, stop: pause, nexttrack: next, previoustrack: previous };
		for (const [name, act] of Object.entries(handlers)) {
			try {
				navigator.mediaSession.setActionHandler(name, act);
			} catch {
				// this browser does not know that key
			}
		}
	}
	sound.addEventListener("ended", end);
	sound.addEventListener("error", () => state === "playing" && fail());
	sound.addEventListener("timeupdate", look);
	// A call or another player may take the sound away.
	sound.addEventListener("pause", () => state === "playing" && !sound.ended && sound.paused && rest("paused"));
	setInterval(look, LOOK_MS);
	element("player").hidden = false;
	show();
})();
