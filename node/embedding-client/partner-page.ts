// A page that uses everything the client script offers; `tsc` checks it against the declarations. It never runs.

const frame = document.createElement("iframe");

Workato.configure({ embeddingUrlPrefix: "/integration" });
// @ts-expect-error: the name of the setting is wrong.
Workato.configure({ embeddingURLPrefix: "/integration" });

frame.src = Workato.generateIFrameUrl("token");
frame.src = Workato.generateIFrameUrl("token", "/recipes/178230");
// @ts-expect-error: the token is missing.
frame.src = Workato.generateIFrameUrl();

const path: string | null = Workato.extractWorkatoUrl("/integration/recipes/1?a=1#h");
// @ts-expect-error: a URL outside the prefix has no path.
const certain: string = Workato.extractWorkatoUrl("/settings");
const url: string = Workato.constructEmbeddingUrl(path ?? "/");

const loaded: boolean = Workato.loaded;
const current: string | null = Workato.currentWorkatoUrl;
// @ts-expect-error: only the script changes it.
Workato.loaded = true;

Workato.handleNavigation();
Workato.handleNavigation({
  onWorkatoNavigation(event) {
    if (event.workatoUrl === event.embeddingUrl || event.urlReplaced) event.preventVendorUrlChange();
    // @ts-expect-error: the frame is there already.
    event.preventWorkatoUrlChange();
  },
  onVendorNavigation(event) {
    event.preventWorkatoUrlChange();
    // @ts-expect-error: only a click on a link has it.
    event.preventVendorUrlChange();
    if (event.reason === "link" && event.link.hash && event.event.button === 0) event.preventVendorUrlChange();
  },
});
Workato.disableNavigationHandling();

Workato.navigateTo(url);
Workato.send({ type: "navigation", payload: { url: "/recipes" } });
// @ts-expect-error: the payload has no URL.
Workato.send({ type: "navigation", payload: {} });

const onHeight = ({ payload }: WorkatoEmbedding.Message<"heightChange">): void => {
  frame.style.height = `${payload.height}px`;
};
Workato.on("heightChange", onHeight);
Workato.off("heightChange", onHeight);
// @ts-expect-error: the handler takes another message.
Workato.on("loaded", onHeight);
// @ts-expect-error: there is no such message.
Workato.on("heightchange", onHeight);

Workato.on("*", (message) => {
  switch (message.type) {
    case "connectionStatusChange": {
      const { id, provider, connected, error } = message.payload;
      const shown: [number, string, boolean | undefined, string | undefined] = [id, provider, connected, error];
      console.log(shown);
      break;
    }
    case "error":
      console.log(message.payload.message, message.payload.type, message.payload.details);
      break;
    case "unloaded":
    case "click":
      // @ts-expect-error: these have no payload.
      console.log(message.payload);
      break;
    case "heightChange":
      onHeight(message);
      break;
    default:
      console.log(message.payload.url, loaded, current, certain);
  }
});
