import type { UserInvitationConfig } from "aws-cdk-lib/aws-cognito";

/** Cognito fills in the user and the first password; without both it refuses the text. */
export const invitation = (inboxUrl: string): UserInvitationConfig => ({
  emailSubject: "Your invitation to the WhatsApp inbox",
  emailBody: [
    "<p>You can now answer customers on WhatsApp, in a browser or on your phone:</p>",
    `<p><a href="${inboxUrl}">${inboxUrl}</a></p>`,
    "<p>Sign in with your e-mail address or the name <b>{username}</b>, and this first password:</p>",
    "<p><code>{####}</code></p>",
    "<p>You will then choose a password of your own, and may be asked to set up an authenticator app.</p>",
    "<p>The first password works for 7 days. If it no longer does, ask to be invited again.</p>",
  ].join("\n"),
});
