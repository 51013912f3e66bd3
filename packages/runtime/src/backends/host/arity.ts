// Wrappers with a fixed number of parameters. A rest parameter would allocate an array for each call, and a
// wrapper whose `length` differs from the WebAssembly type makes the host adapt arguments; so the usual
// numbers of parameters are written out, and only longer lists pay. No code generation: pages whose policy
// forbids `eval` run this too.
import { throwUnchanged } from "../../host-errors.ts";
import { translateTrap } from "./traps.ts";

// biome-ignore lint/suspicious/noExplicitAny: the types were checked when the handle was made.
type Callable = (...values: any[]) => unknown;

/** The function with its traps as Trap errors; anything else it throws passes unchanged. */
export function withTraps(f: Callable, arity: number): Callable {
  switch (arity) {
    case 0:
      return () => {
        try {
          return f();
        } catch (error) {
          throw translateTrap(error);
        }
      };
    case 1:
      return (a) => {
        try {
          return f(a);
        } catch (error) {
          throw translateTrap(error);
        }
      };
    case 2:
      return (a, b) => {
        try {
          return f(a, b);
        } catch (error) {
          throw translateTrap(error);
        }
      };
    case 3:
      return (a, b, c) => {
        try {
          return f(a, b, c);
        } catch (error) {
          throw translateTrap(error);
        }
      };
    case 4:
      return (a, b, c, d) => {
        try {
          return f(a, b, c, d);
        } catch (error) {
          throw translateTrap(error);
        }
      };
    default:
      return (...values) => {
        try {
          return f(...values);
        } catch (error) {
          throw translateTrap(error);
        }
      };
  }
}

/** The callback with its first argument, the caller, fixed; what it throws is no trap. */
export function withCaller(f: Callable, caller: unknown, arity: number): Callable {
  switch (arity) {
    case 0:
      return () => {
        try {
          return f(caller);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 1:
      return (a) => {
        try {
          return f(caller, a);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 2:
      return (a, b) => {
        try {
          return f(caller, a, b);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 3:
      return (a, b, c) => {
        try {
          return f(caller, a, b, c);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 4:
      return (a, b, c, d) => {
        try {
          return f(caller, a, b, c, d);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 5:
      return (a, b, c, d, e) => {
        try {
          return f(caller, a, b, c, d, e);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 6:
      return (a, b, c, d, e, g) => {
        try {
          return f(caller, a, b, c, d, e, g);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 7:
      return (a, b, c, d, e, g, h) => {
        try {
          return f(caller, a, b, c, d, e, g, h);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    case 8:
      return (a, b, c, d, e, g, h, i) => {
        try {
          return f(caller, a, b, c, d, e, g, h, i);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
    default:
      return (...values) => {
        try {
          return f(caller, ...values);
        } catch (error) {
          return throwUnchanged(error);
        }
      };
  }
}
