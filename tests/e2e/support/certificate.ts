/** Certificates that a test makes, and how a browser is told to trust one of them and no other. */
import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export class Certificate {
  private constructor(
    private readonly folder: string,
    readonly certFile: string,
    readonly keyFile: string,
    readonly cert: string,
    readonly key: string,
  ) {}

  static async for(host: string): Promise<Certificate> {
    const folder = await mkdtemp(join(tmpdir(), 'plato-e2e-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc', '-days', '2'];
    await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...names, '-keyout', keyFile, '-out', certFile]);
    const [cert, key] = [await readFile(certFile, 'utf8'), await readFile(keyFile, 'utf8')];
    return new Certificate(folder, certFile, keyFile, cert, key);
  }

  /** The argument of a browser that trusts it. */
  get trusted(): string {
    const spki = new X509Certificate(this.cert).publicKey.export({ type: 'spki', format: 'der' });
    return `--ignore-certificate-errors-spki-list=${createHash('sha256').update(spki).digest('base64')}`;
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
