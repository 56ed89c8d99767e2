import { configure } from '@testing-library/react';

// A second is too short for a first render while another test file keeps the other core busy.
configure({ asyncUtilTimeout: 10_000 });
