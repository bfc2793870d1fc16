/** Every text of the page that helps to have a device trust the hub, in one table. */
import type { DeviceKind } from "./screens/trust/device";

export const trust = {
  title: "Trust this hub",
  lead: "Staff sign in over a private connection. A device believes that it is talking to this hub once it has the hub’s certificate. Once for each phone, tablet or computer is enough.",
  guests: "Guests need none of this.",
  looking: "Looking for the hub",
  lookingMore: "The certificate shows up here as soon as the hub answers.",
  again: "Try again",

  check: "1. Compare",
  checkMore:
    "Your device shows this SHA-256 fingerprint before or after it takes the certificate. The hub’s own screen printed it when the hub was started. All three have to be the same; if they are not, stop and tell the owner.",
  fingerprint: "Fingerprint",
  get: "2. Get the certificate",
  getMore: "It vouches for this hub and local addresses, and for no other place on the internet.",
  download: "Download the certificate",
  install: "3. Have the device trust it",
  open: "4. Sign in",
  openMore: "The padlock should be closed, without a warning.",
  openLink: "Open the private sign-in",

  publicTitle: "This device trusts the hub already",
  publicMore: "The hub has a public certificate for this name. There is nothing to install.",
  offTitle: "This hub has no private connection",
  offMore:
    "It was turned off in the settings, so staff sign in on the hub’s own machine only. The owner can change that.",
};

type Steps = { name: string; steps: string[] };

/** What to press, by kind of device. */
export const devices: Record<DeviceKind, Steps> = {
  android: {
    name: "Android",
    steps: [
      "Download the certificate above.",
      "Open Settings and search for “CA certificate”. It is under Security, More security settings, Install from storage.",
      "Choose CA certificate, then Install anyway, and pick the file plato-hub.crt.",
      "To compare later: Trusted credentials, User, Plato hub authority.",
    ],
  },
  apple: {
    name: "iPhone and iPad",
    steps: [
      "Open this page in Safari, download the certificate above and press Allow.",
      "Open Settings: at the top is Profile Downloaded. Press it, then More Details to compare, then Install.",
      "Settings, General, About, Certificate Trust Settings: turn on Plato hub authority.",
    ],
  },
  windows: {
    name: "Windows",
    steps: [
      "Download the certificate above and open the file.",
      "Press Install Certificate, choose Current User, then Place all certificates in the following store.",
      "Choose Trusted Root Certification Authorities and finish. Windows asks once more.",
      "Close the browser and open it again. Firefox has steps of its own, below.",
    ],
  },
  mac: {
    name: "Mac",
    steps: [
      "Download the certificate above and open the file. Keychain Access opens.",
      "Add it to the keychain login, and find Plato hub authority there.",
      "Double-click it, open Trust, and choose Always Trust.",
    ],
  },
  linux: {
    name: "Linux",
    steps: [
      "Chrome: Settings, Privacy and security, Security, Manage certificates, Custom, Trusted certificates, Import. Choose the file plato-hub.crt.",
      "For the whole system, save plato-hub.pem as /usr/local/share/ca-certificates/plato-hub.crt and run update-ca-certificates as root.",
    ],
  },
  firefox: {
    name: "Firefox on any computer",
    steps: [
      "Settings, Privacy & Security, Certificates, View Certificates, Authorities, Import.",
      "Choose the file plato-hub.crt, and tick “Trust this CA to identify websites”.",
    ],
  },
};

export const pemLink = "As a PEM file, for Linux";
