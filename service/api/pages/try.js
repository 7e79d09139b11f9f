// Shows the API document; requests that are tried out on it use the session cookie.
"use strict";

const place = document.getElementById("try");
const reading = new Set(["GET", "HEAD", "OPTIONS"]);

async function withToken(request) {
  const headers = request.headers || {};
  if (reading.has((request.method || "GET").toUpperCase()) || headers.Authorization) return request;
  // Asked anew each time: logging in changes it.
  const answer = await fetch(place.dataset.me, { credentials: "same-origin" });
  const me = await answer.json();
  if (me.csrf_token) request.headers = { ...headers, "X-CSRF-Token": me.csrf_token };
  return request;
}

SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  defaultModelsExpandDepth: 0,
  defaultModelRendering: "model",
  displayRequestDuration: true,
  tryItOutEnabled: false,
  persistAuthorization: false,
  validatorUrl: null,
  requestInterceptor: withToken,
  syntaxHighlight: { activated: true, theme: "nord" },
});
