// Whether a page has asked the program for something that is not answered yet, read from the first
// bytes of what they say to each other (streamlit/proto/BackMsg.proto and ForwardMsg.proto).
(() => {
  const RERUN = 11; // asked by the page
  const [BEGUN, ENDED] = [4, 6]; // said by the program: of a run of the script
  const GIVEN_UP = 2; // how a run ends that makes place for another

  const asking = (window.asking = { asked: 0, waits: false, runs: false });

  function reader(bytes) {
    let at = 0;
    const number = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    };
    const skip = () => {
      const length = number();
      at += length;
    };
    return { number, skip };
  }

  function heard(bytes) {
    const { number, skip } = reader(bytes);
    let kind = number() >> 3;
    while (kind < BEGUN) {
      skip(); // its hash and its metadata
      kind = number() >> 3;
    }
    if (kind === BEGUN) [asking.waits, asking.runs] = [false, true];
    if (kind === ENDED) {
      asking.runs = false;
      asking.waits ||= number() === GIVEN_UP;
    }
  }

  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => heard(new Uint8Array(data)));
    }

    send(data) {
      if (reader(new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0)).number() >> 3 === RERUN) {
        asking.asked += 1;
        asking.waits = true;
      }
      super.send(data);
    }
  };

  // What a page is busy with.
  const busy = () =>
    Object.entries({
      "waits for an answer": asking.waits,
      "is being answered": asking.runs,
      "shows an answer": document.querySelector("[data-testid=stApp]").dataset.testScriptState !== "notRunning",
      "is drawn for another window": !document.querySelector(".st-key-screen [data-fits]"),
      "draws a picture": document.querySelector(".picture[aria-busy=true]"),
      "is being moved": document.querySelector(".assumptions[data-moving]"),
      "plays a story": document.querySelector(".st-key-pause"),
    })
      .filter(([, is]) => is)
      .map(([name]) => name);

  // Wait until it is busy with nothing, and nothing begins in the next two frames; what is left.
  asking.rest = async (patience) => {
    const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
    const until = performance.now() + patience;
    for (let quiet = 0; quiet < 3; quiet = busy().length ? 0 : quiet + 1) {
      if (performance.now() > until) return busy();
      await frame();
    }
    return [];
  };
})();
