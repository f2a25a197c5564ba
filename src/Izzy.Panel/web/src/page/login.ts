import { call, type Sessions } from './api.ts';
import { byId, setHidden, setText } from './dom.ts';

/** Asks for the operator's token where it is needed. STOP is never behind it. */
export class Login {
  private readonly form = byId<HTMLFormElement>('login');
  private readonly token = byId<HTMLInputElement>('login-token');
  private readonly refused = byId('login-refused');
  private readonly open = byId<HTMLButtonElement>('session');

  constructor(private readonly sessions: Sessions, private readonly onLoggedIn: () => void) {
    this.open.addEventListener('click', () => this.ask('For reset and acknowledgement: the operator’s token. Mother prints it when she starts.'));
    byId('login-close').addEventListener('click', () => setHidden(this.form, true));
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    sessions.onChange(() => this.draw());
  }

  ask(why: string): void {
    setText(byId('login-why'), why);
    setText(this.refused, '');
    setHidden(this.form, false);
    this.token.focus();
  }

  private draw(): void {
    setHidden(this.open, this.sessions.canReset);
    setHidden(byId('login-close'), !this.sessions.canView);
    if (this.sessions.canReset) setHidden(this.form, true);
    else if (!this.sessions.canView && this.form.hidden) this.ask('To see this stage, enter the operator’s token. Mother prints it when she starts. STOP ALL works without it.');
  }

  private async send(): Promise<void> {
    const answer = await call('api/login', { token: this.token.value });
    if (!answer.ok) {
      const { message, waitMs } = answer.refusal;
      setText(this.refused, `${message}${waitMs === null ? '' : ` Wait ${Math.ceil(waitMs / 1000)} s.`}`);
      this.token.select();
      return;
    }
    this.token.value = '';
    setText(this.refused, '');
    setHidden(this.form, true);
    await this.sessions.ask();
    this.onLoggedIn();
  }
}
