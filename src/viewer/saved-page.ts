/** The script of a saved page: it opens the result that stands in the page itself. */
import { messageOf } from "../words/error-message";
import { openResultView } from "./result-view";

const host = document.getElementById("view")!;
const dark = matchMedia("(prefers-color-scheme: dark)");
const chooseTheme = () => (dark.matches ? "dark" : "light");
try {
  const view = openResultView(host, JSON.parse(document.getElementById("result")!.textContent), chooseTheme());
  dark.addEventListener("change", () => view.setTheme(chooseTheme()));
} catch (error) {
  host.textContent = messageOf(error);
}
