// Pages whose parts are fetched anew: markup from our own server may be put in, scripts may not.
window.trustedTypes?.createPolicy("default", {
  createHTML: (text) => (/<script|javascript:|\son\w+\s*=/i.test(text) ? null : text),
});
