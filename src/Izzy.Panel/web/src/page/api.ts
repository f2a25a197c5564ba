import { InTurn } from '../pure/inturn.ts';

export interface Session {
  readonly canView: boolean;
  readonly canReset: boolean;
  readonly isLocal: boolean;
}

export interface Refusal {
  readonly status: number;
  readonly error: string;
  readonly message: string;
  readonly waitMs: number | null;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** One call to Mother's panel. Never throws: no answer is a refusal with status 0. */
export async function call<T>(path: string, body?: unknown, timeoutMs = 4000, mayOutlivePage = false): Promise<Answer<T>> {
  // No AbortSignal.timeout: an older tablet has none, and STOP goes through here.
  const abort = new AbortController();
  let isSlow = false;
  const timer = window.setTimeout(() => { isSlow = true; abort.abort(); }, timeoutMs);
  try {
    const options: RequestInit = { signal: abort.signal, cache: 'no-store', keepalive: mayOutlivePage };
    if (body !== undefined) {
      options.method = 'POST';
      options.headers = { 'Content-Type': 'application/json' };
      options.body = JSON.stringify(body);
    }
    const response = await fetch(path, options);
    const text = await response.text();
    const value = text === '' ? {} : JSON.parse(text) as unknown;
    return response.ok ? { ok: true, value: value as T } : { ok: false, refusal: refusalOf(response, value) };
  } catch {
    const message = isSlow ? 'no answer' : 'not reached';
    return { ok: false, refusal: { status: 0, error: isSlow ? 'timeout' : 'unreachable', message, waitMs: null } };
  } finally {
    window.clearTimeout(timer);
  }
}

function refusalOf(response: Response, value: unknown): Refusal {
  const fields = typeof value === 'object' && value !== null ? value as Record<string, unknown> : {};
  const retry = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return {
    status: response.status,
    error: typeof fields['error'] === 'string' ? fields['error'] : `http-${response.status}`,
    message: typeof fields['message'] === 'string' ? fields['message'] : `Mother’s panel answered ${response.status}.`,
    waitMs: typeof fields['waitMs'] === 'number' ? fields['waitMs'] : Number.isFinite(retry) ? retry * 1000 : null,
  };
}

/** What this browser may do. Asked again whenever a call is refused for want of it. */
export class Sessions {
  private current: Session | null = null;
  private readonly listeners: (() => void)[] = [];
  private readonly question = new InTurn(() => this.put());

  get canView(): boolean { return this.current?.canView ?? true; }
  get canReset(): boolean { return this.current?.canReset ?? false; }
  get isKnown(): boolean { return this.current !== null; }

  onChange(listener: () => void): void { this.listeners.push(listener); }

  ask(): Promise<void> { return this.question.ask(); }

  private async put(): Promise<void> {
    const answer = await call<Session>('api/session');
    if (!answer.ok) return;
    this.current = answer.value;
    for (const listener of this.listeners) listener();
  }
}
