// Tells the program how wide the window is and whether it is dark, at first and when that changes.

const phone = matchMedia("(max-width: 620px)");
const dark = matchMedia("(prefers-color-scheme: dark)");
let told = "";

export default function ({ data, parentElement, setStateValue }) {
  const tell = () => {
    const now = phone.matches ? "narrow" : "wide";
    // The page says that it is drawn for this window, once it is.
    parentElement.querySelector("span").toggleAttribute("data-fits", now === data.width);
    if (now !== data.width) setStateValue("width", now);
  };
  const changed = () => {
    const now = `${phone.matches} ${dark.matches}`;
    if (told && now !== told) setStateValue("width", phone.matches ? "narrow" : "wide");
    told = now;
  };
  changed();
  tell();
  phone.onchange = changed;
  dark.onchange = changed;
}
