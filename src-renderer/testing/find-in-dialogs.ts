import { configure } from '@testing-library/react';

// For tests of dialogs. Fluent takes the focus for lost where nothing has a size, and then hides an open dialog from assistive tools: a
// quarter of a second after it opened, so that only a fast computer would find by role what is in it. What is hidden from whom is
// looked at in a real browser (e2e).
configure({ defaultHidden: true });
