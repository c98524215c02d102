// Types of the client script of the mock. Written for the mock, from public descriptions; not the vendor's declarations.

/** The client script, which a plain script element loads before the frame. */
declare const Workato: WorkatoEmbedding.Client;

interface Window {
  Workato: WorkatoEmbedding.Client;
  /** The URL of the mock, if it differs from that of the script; only the mock's script reads it. */
  workatoMockUrl?: string;
}

declare namespace WorkatoEmbedding {
  interface Client {
    /** Whether the frame is loaded: `loaded` has come, and no `unloaded` since. */
    readonly loaded: boolean;
    /** The `url` of the last `loaded` or `navigated`. */
    readonly currentWorkatoUrl: string | null;

    /** Set the path of this site under which paths of Workato are shown. Call it first. */
    configure(settings: { embeddingUrlPrefix: string }): void;

    /**
     * Return the direct link for a path of Workato.
     * @param workatoUrl The path; without it, that of the address of this page.
     * @throws Error if the address of this page is outside the prefix.
     */
    generateIFrameUrl(token: string, workatoUrl?: string): string;

    /** Keep the addresses of this page and of the frame the same. */
    handleNavigation(handlers?: NavigationHandlers): void;
    disableNavigationHandling(): void;

    /** Let the frame show a path of Workato, unless it does already. */
    navigateTo(workatoUrl: string): void;

    /** Post a message to the frame. Until the frame is loaded, the last message of each type waits. */
    send(message: OutgoingMessage): void;

    on<T extends MessageType>(type: T, handler: (message: Message<T>) => void): void;
    on(type: "*", handler: (message: Message) => void): void;
    off<T extends MessageType>(type: T, handler: (message: Message<T>) => void): void;
    off(type: "*", handler: (message: Message) => void): void;

    /** Return the path of Workato for a URL of this site; null if it is outside the prefix. */
    extractWorkatoUrl(partnerUrl: string): string | null;
    /** Return the path of this site for a path of Workato. */
    constructEmbeddingUrl(workatoUrl: string): string;
  }

  interface NavigationHandlers {
    onWorkatoNavigation?: ((event: WorkatoNavigationEvent) => void) | undefined;
    onVendorNavigation?: ((event: VendorNavigationEvent) => void) | undefined;
  }

  /** The frame shows another path. */
  interface WorkatoNavigationEvent {
    readonly workatoUrl: string;
    readonly embeddingUrl: string;
    readonly urlReplaced: boolean;
    preventVendorUrlChange(): void;
  }

  type VendorNavigationEvent = VendorLinkNavigationEvent | VendorHistoryNavigationEvent;

  /** The user clicked a link of this page. */
  interface VendorLinkNavigationEvent {
    readonly reason: "link";
    readonly link: HTMLAnchorElement;
    readonly event: MouseEvent;
    readonly workatoUrl: string;
    readonly embeddingUrl: string;
    preventVendorUrlChange(): void;
    preventWorkatoUrlChange(): void;
  }

  /** The user moved in the history of the browser. */
  interface VendorHistoryNavigationEvent {
    readonly reason: "history";
    readonly workatoUrl: string;
    readonly embeddingUrl: string;
    preventWorkatoUrlChange(): void;
  }

  /** The payloads of the messages of the frame; undefined for messages that have none. */
  interface Payloads {
    loaded: { url: string };
    navigated: { url: string; replaced: boolean };
    unloaded: undefined;
    click: undefined;
    heightChange: { height: number };
    connectionStatusChange: { id: number; provider: string; connected?: boolean; error?: string };
    error: { message: string; type?: string; details?: unknown };
  }

  type MessageType = keyof Payloads;

  /** A message of the frame, without `wk`. */
  type Message<T extends MessageType = MessageType> = {
    [Type in T]: Payloads[Type] extends undefined ? { type: Type } : { type: Type; payload: Payloads[Type] };
  }[T];

  /** A message to the frame. */
  type OutgoingMessage = { type: "navigation"; payload: { url: string } };
}
