import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { type ArmContext, normalizeLocation } from '../resource-manager/arm-context.ts';
import { ArmRefusal } from '../resource-manager/arm-refusal.ts';
import {
  type ShippingAddress,
  type ShippingLocation,
  shippingAddresses,
  shippingLocations,
} from './location-data.ts';

/** Finds a location by `West Europe` or `westeurope`. */
export function findShippingLocation(name: string): ShippingLocation | undefined {
  const wanted = normalizeLocation(name);
  return shippingLocations.find((location) => location.name === wanted);
}

/** A redirected location has the address of the one that takes its parcels. */
export function shippingAddressOf(location: ShippingLocation): ShippingAddress {
  const address = shippingAddresses[location.redirectedTo];
  if (address === undefined) throw new Error(`No shipping address for ${location.redirectedTo}`);
  return address;
}

const idOf = (name: string): string => `/providers/Microsoft.ImportExport/locations/${name}`;

function view(location: ShippingLocation): unknown {
  return {
    id: idOf(location.name),
    name: location.displayName,
    type: 'Microsoft.ImportExport/locations',
    properties: {
      ...shippingAddressOf(location),
      supportedCarriers: location.carriers,
      alternateLocations: [idOf(location.redirectedTo)],
    },
  };
}

const operations: readonly (readonly [name: string, resource: string, operation: string])[] = [
  ['locations/read', 'Locations', 'Get or List Locations'],
  ['jobs/write', 'Jobs', 'Create or Update Job'],
  ['jobs/read', 'Jobs', 'Get or List Jobs'],
  ['jobs/listBitLockerKeys/action', 'Jobs', 'List BitLocker Keys'],
  ['jobs/delete', 'Jobs', 'Delete Job'],
  ['register/action', 'Import/Export Resource Provider', 'Registers the Import/Export Resource Provider'],
];

/** Locations_List, Locations_Get, Operations_List. */
export function locationRoutes(): readonly Route<ArmContext>[] {
  return [
    route('GET', '/providers/Microsoft.ImportExport/locations', () =>
      json(200, { value: shippingLocations.map(view) }),
    ),
    route('GET', '/providers/Microsoft.ImportExport/locations/{name}', ({ params }) => {
      const location = findShippingLocation(params.name);
      if (location === undefined) {
        throw new ArmRefusal(404, 'LocationNotFound', `The location '${params.name}' was not found.`, {
          target: 'locationName',
        });
      }
      return json(200, view(location));
    }),
    route('GET', '/providers/Microsoft.ImportExport/operations', () =>
      json(200, {
        value: operations.map(([name, resource, operation]) => ({
          name: `Microsoft.ImportExport/${name}`,
          display: { provider: 'Microsoft Import/Export', resource, operation, description: operation },
        })),
      }),
    ),
  ];
}
