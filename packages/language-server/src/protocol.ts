/** Numbers of the protocol, by the names that it gives them. Features need no more of it at run time. */

export const CompletionItemKind = {
  Text: 1,
  Method: 2,
  Function: 3,
  Field: 5,
  Variable: 6,
  Module: 9,
  Property: 10,
  Keyword: 14,
  File: 17,
  EnumMember: 20,
  Constant: 21,
} as const;

export const SymbolKind = {
  File: 1,
  Module: 2,
  Property: 7,
  Function: 12,
  Constant: 14,
  String: 15,
  Boolean: 17,
} as const;

export const DocumentHighlightKind = { Text: 1, Read: 2, Write: 3 } as const;

export const InlayHintKind = { Type: 1, Parameter: 2 } as const;

export const InsertTextFormat = { PlainText: 1, Snippet: 2 } as const;

export const DiagnosticSeverity = { Error: 1, Warning: 2, Information: 3, Hint: 4 } as const;

export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 } as const;

export const CompletionItemTag = { Deprecated: 1 } as const;
