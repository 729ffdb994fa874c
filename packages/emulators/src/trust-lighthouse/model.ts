/** Client that may request tokens from Atenea. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  /** Ids of the companies whose events and files it may use. */
  readonly companies: readonly string[];
}

export interface Company {
  readonly id: string;
  readonly name: string;
  /** Names of the storage services that are set up for it; the first is its own. */
  readonly services: readonly string[];
}

export type Tags = Readonly<Record<string, string>>;

export interface SquareArea {
  readonly type: 'square';
  readonly lat_point_1: number;
  readonly lng_point_1: number;
  readonly lat_point_2: number;
  readonly lng_point_2: number;
  readonly inner_space?: boolean;
}

/** Condition of an event. */
export type Listener =
  | { readonly type: 'tagged_file'; readonly tags: Tags }
  | { readonly type: 'app_location'; readonly appId: string; readonly location: SquareArea };

/** An event of Lighthouse is a subscription: a condition and a callback URL. */
export interface LighthouseEvent {
  readonly id: string;
  readonly companyId: string;
  readonly listener: Listener;
  /** `undefined` only if the assumption `missingActionFields` lets it be absent. */
  readonly callbackUrl: string | undefined;
  readonly deleteAfterAction: boolean;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
}

/** A file in Chronos; kept after its deletion. */
export interface FileRegister {
  readonly uuid: string;
  readonly companyId: string;
  readonly serviceName: string;
  /** Empty for none. */
  folder: string;
  name: string;
  contentType: string;
  content: Buffer;
  tags: Tags;
  /** Milliseconds since 1970. */
  readonly createdAtMs: number;
  deletedAtMs: number | null;
}

export interface DownloadLink {
  readonly uuid: string;
  readonly fileUuid: string;
  readonly password: string | null;
  readonly maxDownloads: number | null;
  /** As it was asked for; `null` for no end. */
  readonly caducity: string | null;
  readonly expiresAtMs: number | null;
  readonly createdAtMs: number;
  downloads: number;
}

/** Bytes that went in or out. */
export interface Transfer {
  readonly companyId: string;
  readonly direction: 'upload' | 'download';
  readonly bytes: number;
  readonly atMs: number;
}
