"use strict";

// A text in the form of a key is edited as any other text; Swagger UI would look for an editor of its own.
(() => {
  const create = SwaggerUIBundle;
  const formats = {{ formats|safe }};
  const asText = (system) => {
    const edit = (props) => system.React.createElement(system.getComponent("JsonSchema_string"), props);
    return { components: Object.fromEntries(formats.map((format) => [`JsonSchema_string_${format}`, edit])) };
  };
  window.SwaggerUIBundle = Object.assign(
    (options) => create({ ...options, plugins: [...options.plugins, asText] }),
    create,
  );
})();

{% include "drf_spectacular/swagger_ui.js" %}
