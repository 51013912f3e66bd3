import { enumeration } from "../enumeration.ts";
import { type FieldOptions, field, guarded, lowercase, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** The field exists in rule sets that are matched against one of these kinds of thing, and features say which. */
function onlyAgainst(kinds: string, ...acceptIf: string[]): FieldOptions {
  return guarded({
    errorTitle: `field supported only in rulesets matching against ${kinds}`,
    errorLabel: `this field is supported for ${kinds} only`,
    acceptIf,
  });
}

function filesOnly(path: string): FieldOptions {
  return guarded({
    errorTitle: `${path} is supported only in rulesets matching against files`,
    errorLabel: "this field is supported for files only",
    acceptIf: ["file"],
  });
}

const notForFiles = guarded({
  errorTitle: "vt.net is not supported in rulesets matching against files",
  errorLabel: "this field is not supported for files, consider using `vt.metadata.itw`",
  acceptIf: ["url", "domain", "ip_address"],
});

const gtiOnly = guarded({
  errorTitle: "field available to Google Threat Intelligence users only",
  errorLabel: "this field needs Google Threat Intelligence",
  acceptIf: ["gti", "staff"],
});

const notInRetrohunt = guarded({
  errorTitle: "field not supported in Retrohunt",
  errorLabel: "this field is not available when past files are searched",
  rejectIf: ["retrohunt"],
});

const FileType = enumeration("FileType", {
  UNKNOWN: 0,
  PE_EXE: 1,
  PE_DLL: 2,
  MSI: 3,
  NE_EXE: 10,
  NE_DLL: 11,
  DOS_EXE: 0x14,
  DOS_COM: 0x15,
  COFF: 0x1e,
  ELF: 0x1f,
  LINUX_KERNEL: 0x20,
  RPM: 0x21,
  LINUX: 0x22,
  MACH_O: 0x23,
  JAVA_BYTECODE: 0x24,
  DMG: 0x25,
  DEB: 0x26,
  PKG: 0x27,
  PYC: 0x28,
  LNK: 0x32,
  DESKTOP_ENTRY: 0x33,
  JPEG: 0x64,
  TIFF: 0x65,
  GIF: 0x66,
  PNG: 0x67,
  BMP: 0x68,
  GIMP: 0x69,
  IN_DESIGN: 0x6a,
  PSD: 0x6b,
  TARGA: 0x6c,
  XWD: 0x6d,
  DIB: 0x6e,
  JNG: 0x6f,
  ICO: 0x70,
  FPX: 0x71,
  EPS: 0x72,
  SVG: 0x73,
  EMF: 0x74,
  WEBP: 0x75,
  DWG: 0x76,
  DXF: 0x77,
  UNUSED_THREEDS: 0x78,
  OGG: 0x96,
  FLC: 0x97,
  FLI: 0x98,
  MP3: 0x99,
  FLAC: 0x9a,
  WAV: 0x9b,
  MIDI: 0x9c,
  AVI: 0x9d,
  MPEG: 0x9e,
  QUICKTIME: 0x9f,
  ASF: 0xa0,
  DIVX: 0xa1,
  FLV: 0xa2,
  WMA: 0xa3,
  WMV: 0xa4,
  RM: 0xa5,
  MOV: 0xa6,
  MP4: 0xa7,
  T3GP: 0xa8,
  WEBM: 0xa9,
  MKV: 0xaa,
  PDF: 0xc8,
  PS: 0xc9,
  DOC: 0xca,
  DOCX: 0xcb,
  PPT: 0xcc,
  PPTX: 0xcd,
  PPSX: 0xd1,
  XLS: 0xce,
  XLSX: 0xcf,
  RTF: 0xd0,
  ODP: 0xfa,
  ODS: 0xfb,
  ODT: 0xfc,
  HWP: 0xfd,
  GUL: 0xfe,
  ODF: 0xff,
  ODG: 0x100,
  ONE_NOTE: 0x101,
  UNUSED_OOXML: 0x102,
  SLK: 0x103,
  EBOOK: 0x104,
  LATEX: 0x105,
  TTF: 0x106,
  EOT: 0x107,
  WOFF: 0x108,
  CHM: 0x109,
  ZIP: 0x12c,
  GZIP: 0x12d,
  BZIP: 0x12e,
  RZIP: 0x12f,
  DZIP: 0x130,
  SEVENZIP: 0x131,
  CAB: 0x132,
  JAR: 0x133,
  RAR: 0x134,
  MSCOMPRESS: 0x135,
  ACE: 0x136,
  ARC: 0x137,
  ARJ: 0x138,
  ASD: 0x139,
  BLACKHOLE: 0x13a,
  KGB: 0x13b,
  ZLIB: 0x13c,
  TAR: 0x13d,
  ZST: 0x13e,
  LZFSE: 0x13f,
  PYTHON_WHL: 0x140,
  PYTHON_PKG: 0x141,
  MSIX: 0x142,
  TEXT: 0x190,
  SCRIPT: 0x191,
  PHP: 0x192,
  PYTHON: 0x193,
  PERL: 0x194,
  RUBY: 0x195,
  C: 0x196,
  CPP: 0x197,
  JAVA: 0x198,
  SHELLSCRIPT: 0x199,
  PASCAL: 0x19a,
  AWK: 0x19b,
  DYALOG: 0x19c,
  FORTRAN: 0x19d,
  JAVASCRIPT: 0x19e,
  POWERSHELL: 0x19f,
  VBA: 0x1a0,
  M4: 0x1a1,
  OBJETIVEC: 0x1a2,
  JMOD: 0x1a3,
  MAKEFILE: 0x1a4,
  INI: 0x1a5,
  UNUSED_CLJ: 0x1a6,
  UNUSED_PDB: 0x1a9,
  SQL: 0x1aa,
  UNUSED_NEKO: 0x1ab,
  UNUSED_WER: 0x1ac,
  GOLANG: 0x1ad,
  M3U: 0x1ae,
  BAT: 0x1af,
  MSC: 0x1b0,
  RDP: 0x1b1,
  SYMBIAN: 0x1f4,
  PALMOS: 0x1f5,
  WINCE: 0x1f6,
  ANDROID: 0x1f7,
  IPHONE: 0x1f8,
  HTML: 0x258,
  XML: 0x259,
  SWF: 0x25a,
  FLA: 0x25b,
  COOKIE: 0x25c,
  TORRENT: 0x25d,
  EMAIL: 0x25e,
  OUTLOOK: 0x25f,
  SGML: 0x260,
  JSON: 0x261,
  CSV: 0x262,
  HTA: 0x263,
  INTERNET_SHORTCUT: 0x264,
  CAP: 0x2bc,
  ISOIMAGE: 0x320,
  SQUASHFS: 0x321,
  VHD: 0x322,
  VHDX: 0x323,
  APPLE: 0x3e8,
  MACINTOSH: 0x3e9,
  APPLESINGLE: 0x3ea,
  APPLEDOUBLE: 0x3eb,
  MACINTOSH_HFS: 0x3ec,
  APPLE_PLIST: 0x3ed,
  MACINTOSH_LIB: 0x3ee,
  APPLESCRIPT: 0x3ef,
  APPLESCRIPT_COMPILED: 0x3f0,
  CRX: 0x44c,
  XPI: 0x44d,
  ROM: 0x4b0,
  IPS: 0x4b1,
  PEM: 0x514,
  PGP: 0x515,
  CRT: 0x516,
});

const Submitter = struct(
  "vt.submitter.Submitter",
  {
    city: field.string(),
    country: field.string(),
  },
  { absent: "zero" },
);

const AnalysisStats = struct(
  "vt.analysis.AnalysisStats",
  {
    malicious: field.i32(),
    suspicious: field.i32(),
    undetected: field.i32(),
    harmless: field.i32(),
    failure: field.i32(),
    type_unsupported: field.i32(),
  },
  { absent: "zero" },
);

const MainIcon = struct(
  "vt.titan.MainIcon",
  {
    dhash: field.string(),
    raw_md5: field.string(),
  },
  { absent: "zero" },
);

const BuildInfo = struct(
  "vt.titan.GoReSym.BuildInfo",
  {
    path: field.string(),
    dependencies: field.map("string", field.string()),
    settings: field.map("string", field.string()),
  },
  { absent: "zero" },
);

const Summary = struct(
  "vt.titan.GoReSym.Summary",
  {
    num_user_functions: field.integer(),
    num_std_functions: field.integer(),
    num_interfaces: field.integer(),
    num_types: field.integer(),
    num_dependencies: field.integer(),
  },
  { absent: "zero" },
);

const GoReSym = struct(
  "vt.titan.GoReSym",
  {
    version: field.string(),
    arch: field.string(),
    os: field.string(),
    build_id: field.string(),
    build_info: field.struct(BuildInfo),
    summary: field.struct(Summary),
  },
  { absent: "zero" },
);

const Tracker = struct(
  "vt.net.Tracker",
  {
    name: field.string(),
    id: field.string(),
    url: field.string(),
  },
  { absent: "zero" },
);

const Favicon = struct(
  "vt.net.Favicon",
  {
    raw_md5: field.string(lowercase),
    dhash: field.string(),
  },
  { absent: "zero" },
);

const KeyValue = struct(
  "vt.net.KeyValue",
  {
    key: field.string(),
    values: field.array(field.string()),
  },
  { absent: "zero" },
);

const FileMetadata = struct(
  "vt.net.FileMetadata",
  {
    sha256: field.string(lowercase),
    new_for_vt: field.bool(),
    analysis_stats: field.struct(AnalysisStats),
    file_type: field.enumeration(FileType),
    new_for_url: field.bool(),
    new_for_ip: field.bool(),
    new_for_domain: field.bool(),
    signatures: field.map("string", field.string()),
  },
  { absent: "zero" },
);

const ResourceFileMetadata = struct(
  "vt.net.ResourceFileMetadata",
  {
    sha256: field.string(lowercase),
    analysis_stats: field.struct(AnalysisStats),
    file_type: field.enumeration(FileType),
    new_for_url: field.bool(),
    signatures: field.map("string", field.string()),
  },
  { absent: "zero" },
);

const GtiVerdict = enumeration("GtiVerdict", {
  VERDICT_UNKNOWN: 0,
  VERDICT_BENIGN: 4,
  VERDICT_UNDETECTED: 8,
  VERDICT_SUSPICIOUS: 12,
  VERDICT_MALICIOUS: 0x10,
});

const HuntingGtiVerdict = struct(
  "vt.hunting_gti_score.HuntingGtiVerdict",
  {
    value: field.enumeration(GtiVerdict),
  },
  { absent: "zero" },
);

const HuntingGtiThreatScore = struct(
  "vt.hunting_gti_score.HuntingGtiThreatScore",
  {
    value: field.i32(),
  },
  { absent: "zero" },
);

const GtiSeverity = enumeration("GtiSeverity", {
  SEVERITY_UNKNOWN: 0,
  SEVERITY_NONE: 4,
  SEVERITY_LOW: 8,
  SEVERITY_MEDIUM: 12,
  SEVERITY_HIGH: 0x10,
});

const HuntingGtiSeverity = struct(
  "vt.hunting_gti_score.HuntingGtiSeverity",
  {
    value: field.enumeration(GtiSeverity),
  },
  { absent: "zero" },
);

const HuntingGtiScore = struct(
  "vt.hunting_gti_score.HuntingGtiScore",
  {
    verdict: field.struct(HuntingGtiVerdict),
    threat_score: field.struct(HuntingGtiThreatScore),
    severity: field.struct(HuntingGtiSeverity),
  },
  { absent: "zero" },
);

const EnrichedURL = struct(
  "vt.net.EnrichedURL",
  {
    port: field.integer(),
    trackers: field.array(Tracker),
    response_headers: field.map("string", field.string()),
    number_of_response_headers: field.integer(),
    response_code: field.integer(),
    cookies: field.map("string", field.string()),
    favicon: field.struct(Favicon),
    outgoing_links: field.array(field.string()),
    redirects: field.array(field.string()),
    html_title: field.string(),
    html_meta_tags: field.array(KeyValue),
    new_url: field.bool(),
    analysis_stats: field.struct(AnalysisStats),
    first_submission_date: field.integer(),
    signatures: field.map("string", field.string()),
    submitter: field.struct(Submitter),
    tags: field.array(field.string()),
    query: field.string(),
    params: field.map("string", field.string()),
    path: field.string(),
    hostname: field.string(),
    raw: field.string(),
    downloaded_file: field.struct(FileMetadata),
    communicating_file: field.struct(FileMetadata),
    embedded_resources: field.array(ResourceFileMetadata),
    categories: field.map("string", field.string()),
    gti_assessment: field.struct(HuntingGtiScore, gtiOnly),
  },
  { absent: "zero" },
);

const Subject = struct(
  "vt.net.Subject",
  {
    common_name: field.string(),
    country: field.string(),
    organization: field.string(),
    organizational_unit: field.string(),
    locality: field.string(),
    state: field.string(),
  },
  { absent: "zero" },
);

const Validity = struct(
  "vt.net.Validity",
  {
    not_after: field.integer(),
    not_before: field.integer(),
  },
  { absent: "zero" },
);

const SSLCertificate = struct(
  "vt.net.SSLCertificate",
  {
    thumbprint: field.string(),
    subject: field.struct(Subject),
    validity: field.struct(Validity),
    subject_alternative_name: field.array(field.string()),
    signature: field.string(),
    serial_number: field.string(),
    issuer: field.struct(Subject),
  },
  { absent: "zero" },
);

const EnrichedIP = struct(
  "vt.net.EnrichedIP",
  {
    whois: field.map("string", field.string()),
    whois_raw: field.string(),
    https_certificate: field.struct(SSLCertificate),
    jarm: field.string(),
    ip_as_owner: field.string(),
    ip_asn: field.integer(),
    ip_country: field.string(),
    analysis_stats: field.struct(AnalysisStats),
    signatures: field.map("string", field.string()),
    tags: field.array(field.string()),
    raw: field.string(),
    downloaded_file: field.struct(FileMetadata),
    communicating_file: field.struct(FileMetadata),
    ip_as_int: field.integer(),
    first_whois: field.bool(onlyAgainst("IP addresses", "ip_address")),
    new_whois: field.bool(onlyAgainst("IP addresses", "ip_address")),
    reverse_lookup: field.string(),
    gti_assessment: field.struct(HuntingGtiScore, gtiOnly),
  },
  {
    absent: "zero",
    methods: {
      "in_range(cidr: string) -> bool": {
        description: "Whether the address lies in a network such as `10.0.0.0/8`.",
      },
    },
  },
);

const DNSRecord = struct(
  "vt.net.DNSRecord",
  {
    type: field.string(),
    dns_class: field.string(),
    ttl: field.integer(),
    mname: field.string(),
    rname: field.string(),
    priority: field.integer(),
    serial: field.integer(),
    retry: field.integer(),
    refresh: field.integer(),
    expire: field.integer(),
    minimum: field.integer(),
    value: field.string(),
  },
  { absent: "zero" },
);

const PopularityRank = struct(
  "vt.net.PopularityRank",
  {
    position: field.integer(),
    ingestion_time: field.integer(),
    rank: field.string(),
  },
  { absent: "zero" },
);

const EnrichedDomain = struct(
  "vt.net.EnrichedDomain",
  {
    raw: field.string(),
    root: field.string(),
    whois: field.map("string", field.string()),
    whois_raw: field.string(),
    https_certificate: field.struct(SSLCertificate),
    jarm: field.string(),
    dns_records: field.array(DNSRecord),
    favicon: field.struct(Favicon),
    analysis_stats: field.struct(AnalysisStats),
    signatures: field.map("string", field.string()),
    new_domain: field.bool(),
    tags: field.array(field.string()),
    downloaded_file: field.struct(FileMetadata),
    communicating_file: field.struct(FileMetadata),
    first_whois: field.bool(),
    new_whois: field.bool(),
    first_resolution: field.bool(),
    new_resolution: field.bool(),
    categories: field.map("string", field.string()),
    popularity_ranks: field.array(PopularityRank),
    number_of_popularity_ranks: field.integer(),
    root_popularity_ranks: field.array(PopularityRank),
    number_of_root_popularity_ranks: field.integer(),
    gti_assessment: field.struct(HuntingGtiScore, gtiOnly),
  },
  {
    absent: "zero",
    methods: {
      "permutation_of(target: string) -> bool": { description: "Whether the domain looks like another one." },
      "permutation_of(legitimate_domain: string, permutation_kinds: integer) -> bool": {
        description: "Whether the domain looks like another one in one of these ways.",
      },
    },
  },
);

const EnrichedNetloc = struct(
  "vt.net.EnrichedNetloc",
  {
    url: field.struct(EnrichedURL, onlyAgainst("URLs and files", "url", "file")),
    ip: field.struct(
      EnrichedIP,
      onlyAgainst("URLs, domains, IP addresses and files", "url", "domain", "ip_address", "file"),
    ),
    domain: field.struct(EnrichedDomain, onlyAgainst("URLs, domains and files", "url", "domain", "file")),
  },
  { absent: "zero" },
);

const FileInLiveHunt = struct(
  "vt.titan.FileMetadata",
  {
    sha256: field.string(lowercase),
    sha1: field.string(lowercase),
    md5: field.string(lowercase),
    ssdeep: field.string(),
    imphash: field.string(lowercase),
    vhash: field.string(lowercase),
    telfhash: field.string(lowercase),
    file_name: field.string(),
    file_type: field.enumeration(FileType),
    file_size: field.integer(),
    times_submitted: field.i32(),
    new_file: field.bool(),
    tags: field.array(field.string()),
    signatures: field.map("string", field.string()),
    submitter: field.struct(Submitter, notInRetrohunt),
    subfile: field.bool(),
    unique_sources: field.i32(),
    analysis_stats: field.struct(AnalysisStats),
    magic: field.string(),
    file_type_tags: field.array(field.string()),
    first_submission_date: field.integer(),
    exiftool: field.map("string", field.string()),
    main_icon: field.struct(MainIcon),
    goresym: field.struct(GoReSym),
    malware_families: field.array(field.string()),
    tlsh: field.string(),
    itw: field.struct(EnrichedNetloc),
    gti_assessment: field.struct(HuntingGtiScore, gtiOnly),
  },
  { absent: "zero" },
);

const FileCopy = struct(
  "vt.fileanalysis.FileCopy",
  {
    source: field.string(),
    destination: field.string(),
  },
  { absent: "zero" },
);

const DroppedFile = struct(
  "vt.fileanalysis.DroppedFile",
  {
    path: field.string(),
    sha256: field.string(),
    type: field.enumeration(FileType),
    download_url: field.string(),
    process_name: field.string(),
    process_id: field.string(),
  },
  { absent: "zero" },
);

const ProcessItem = struct(
  "vt.fileanalysis.ProcessItem",
  {
    process_id: field.string(),
    parent_process_id: field.string(),
    name: field.string(),
    start_time: field.u64(),
    termination_time: field.u64(),
    files_opened: field.array(field.string()),
    files_written: field.array(field.string()),
    files_deleted: field.array(field.string()),
    files_copied: field.array(FileCopy),
  },
  { absent: "zero" },
);

const PermissionCheck = struct(
  "vt.fileanalysis.PermissionCheck",
  {
    permission: field.string(),
    owner: field.string(),
  },
  { absent: "zero" },
);

const BehaviourTrait = enumeration("BehaviourTrait", {
  UNKNOWN_BEHAVIOUR: 0,
  DETECT_DEBUG_ENVIRONMENT: 1,
  DIRECT_CPU_CLOCK_ACCESS: 2,
  LONG_SLEEPS: 3,
  SELF_DELETE: 4,
  HOSTS_MODIFIER: 5,
  INSTALLS_BROWSER_EXTENSION: 6,
  PASSWORD_DIALOG: 7,
  SUDO: 8,
  PERSISTENCE: 9,
  SENDS_SMS: 10,
  CHECKS_GPS: 11,
  FTP_COMMUNICATION: 12,
  SSH_COMMUNICATION: 13,
  TELNET_COMMUNICATION: 14,
  SMTP_COMMUNICATION: 15,
  MYSQL_COMMUNICATION: 0x1a,
  IRC_COMMUNICATION: 0x11,
  SUSPICIOUS_DNS: 0x12,
  SUSPICIOUS_UDP: 0x13,
  BIG_UPSTREAM: 0x14,
  TUNNELING: 0x15,
  CRYPTO: 0x16,
  TELEPHONY: 0x17,
  RUNTIME_MODULES: 0x18,
  REFLECTION: 0x19,
  DECRYPTS_EXE: 0x1b,
  MACRO_ENVIRON: 0x1c,
  MACRO_OPEN_FILE: 0x1d,
  MACRO_WRITE_FILE: 0x1e,
  MACRO_HANDLE_FILE: 0x1f,
  MACRO_COPY_FILE: 0x20,
  MACRO_CREATE_FILE: 0x21,
  MACRO_RUN_FILE: 0x22,
  MACRO_HIDE_APP: 0x23,
  MACRO_POWERSHELL: 0x24,
  MACRO_CREATE_DIR: 0x25,
  MACRO_SAVE_WORKBOOK: 0x26,
  MACRO_CREATE_OLE: 0x27,
  MACRO_ENUM_WINDOWS: 0x28,
  MACRO_RUN_DLL: 0x29,
  MACRO_DOWNLOAD_URL: 0x2a,
  MACRO_SEND_KEYS: 0x2b,
  MACRO_REGISTRY: 0x2c,
  MACRO_ANTI_ANALYSIS: 0x2d,
  OBFUSCATED: 0x2e,
  CLIPBOARD: 0x2f,
  CHECKS_CPU_NAME: 0x30,
  CHECKS_DISK_SPACE: 0x31,
  CHECKS_MEMORY_AVAILABLE: 0x32,
  CHECKS_HOSTNAME: 0x33,
  CHECKS_NETWORK_ADAPTERS: 0x34,
  CHECKS_BIOS: 0x35,
  CHECKS_PCI_BUS: 0x36,
  CHECKS_USB_BUS: 0x37,
  EXECUTES_DROPPED_FILE: 0x38,
  REPEATED_CLOCK_ACCESS: 0x39,
  CHECKS_USER_INPUT: 0x3a,
  CALLS_WMI: 0x3b,
  EVAL_FUNCTION: 0x3c,
  IDLE: 0x3d,
  SERVICE_SCAN: 0x3e,
  LISTENS: 0x3f,
  SETS_PROCESS_NAME: 0x40,
  QR_CODE: 0x41,
});

const FileanalysisKeyValue = struct(
  "vt.fileanalysis.KeyValue",
  {
    key: field.string(),
    value: field.string(),
  },
  { absent: "zero" },
);

const Method = enumeration("Method", {
  UNKNOWN: 0,
  GET: 1,
  HEAD: 2,
  POST: 3,
  PUT: 4,
  DELETE: 5,
  TRACE: 6,
  OPTIONS: 7,
  CONNECT: 8,
  PATCH: 9,
  PROPFIND: 10,
  SETUP: 11,
  UNLOCK: 12,
});

const HttpConversation = struct(
  "vt.fileanalysis.HttpConversation",
  {
    url: field.string(),
    request_method: field.enumeration(Method),
    request_headers: field.map("string", field.string()),
    response_headers: field.map("string", field.string()),
    response_status_code: field.i32(),
    response_body_filetype: field.enumeration(FileType),
    response_body_first_ten_bytes: field.bytes(),
  },
  { absent: "zero" },
);

const DnsLookup = struct(
  "vt.fileanalysis.DnsLookup",
  {
    hostname: field.string(),
    resolved_ips: field.array(field.string()),
    txt_records: field.array(field.string()),
  },
  { absent: "zero" },
);

const Protocol = enumeration("Protocol", {
  UNKNOWN: 0,
  ICMP: 1,
  IGMP: 2,
  TCP: 6,
  UDP: 0x11,
  ESP: 0x32,
  AH: 0x33,
  L2TP: 0x73,
  SCTP: 0x84,
});

const IpTraffic = struct(
  "vt.fileanalysis.IpTraffic",
  {
    destination_ip: field.string(),
    destination_port: field.i32(),
    transport_layer_protocol: field.enumeration(Protocol),
    destination_ip_asn: field.integer(),
    destination_ip_as_int: field.integer(),
  },
  { absent: "zero" },
);

const Sms = struct(
  "vt.fileanalysis.Sms",
  {
    destination: field.string(),
    body: field.string(),
  },
  { absent: "zero" },
);

const BehaviourVerdict = enumeration("BehaviourVerdict", {
  UNKNOWN_VERDICT: 0,
  CLEAN: 1,
  MALWARE: 2,
  GREYWARE: 3,
  RANSOM: 4,
  PHISHING: 5,
  BANKER: 6,
  ADWARE: 7,
  EXPLOIT: 8,
  EVADER: 9,
  RAT: 10,
  TROJAN: 11,
  SPREADER: 12,
  STEALER: 13,
});

const SmtpConversation = struct(
  "vt.fileanalysis.SmtpConversation",
  {
    hostname: field.string(),
    destination_ip: field.string(),
    destination_port: field.u32(),
    smtp_from: field.string(),
    smtp_to: field.array(field.string()),
    message_from: field.array(field.string()),
    message_to: field.array(field.string()),
    message_cc: field.array(field.string()),
    message_bcc: field.array(field.string()),
    timestamp: field.string(),
    subject: field.string(),
    html_body: field.string(),
    txt_body: field.string(),
    auth_user: field.string(),
    auth_pass: field.string(),
    headers: field.array(FileanalysisKeyValue),
    attachments: field.array(DroppedFile),
    x_mailer: field.string(),
  },
  { absent: "zero" },
);

const TLS = struct(
  "vt.fileanalysis.TLS",
  {
    subject: field.map("string", field.string()),
    issuer: field.map("string", field.string()),
    serial_number: field.string(),
    thumbprint: field.string(),
    version: field.string(),
    sni: field.string(),
    ja3: field.string(),
    ja3s: field.string(),
    ja4: field.string(),
  },
  { absent: "zero" },
);

const ImpactSeverity = enumeration("ImpactSeverity", {
  IMPACT_SEVERITY_UNKNOWN: 0,
  IMPACT_SEVERITY_INFO: 1,
  IMPACT_SEVERITY_LOW: 2,
  IMPACT_SEVERITY_MEDIUM: 3,
  IMPACT_SEVERITY_HIGH: 4,
});

const MitreAttackTechnique = struct(
  "vt.fileanalysis.MitreAttackTechnique",
  {
    id: field.string(),
    severity: field.enumeration(ImpactSeverity),
    signature_description: field.string(),
  },
  { absent: "zero" },
);

const SigmaMatchContext = struct(
  "vt.sigma.SigmaMatchContext",
  {
    values: field.map("string", field.string()),
  },
  { absent: "zero" },
);

const Level = enumeration("Level", {
  unknown: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
});

const SigmaMatch = struct(
  "vt.sigma.SigmaMatch",
  {
    match_context: field.array(SigmaMatchContext),
    rule_level: field.enumeration(Level),
    rule_id: field.string(),
    rule_source: field.string(),
    rule_title: field.string(),
    rule_description: field.string(),
    rule_author: field.string(),
  },
  { absent: "zero" },
);

const SignatureFormat = enumeration("SignatureFormat", {
  SIG_FORMAT_UNKNOWN: 0,
  SIG_FORMAT_YARA: 1,
  SIG_FORMAT_SIGMA: 2,
  SIG_FORMAT_CAPA: 3,
  SIG_FORMAT_OPENIOC: 4,
  SIG_FORMAT_KEYWORD: 5,
});

const SignatureMatch = struct(
  "vt.fileanalysis.SignatureMatch",
  {
    id: field.string(),
    format: field.enumeration(SignatureFormat),
    name: field.string(),
    description: field.string(),
    authors: field.array(field.string()),
    events: field.array(field.string()),
    match_data: field.array(field.string()),
    rule_src: field.string(),
    severity: field.enumeration(ImpactSeverity),
  },
  { absent: "zero" },
);

const MalwareBehaviorCatalog = struct(
  "vt.fileanalysis.MalwareBehaviorCatalog",
  {
    id: field.string(),
    objective: field.string(),
    behavior: field.string(),
    method: field.string(),
  },
  { absent: "zero" },
);

// Compat: the reference's definition of these results is not public; the field exists, nothing in it can be named.
const CrowdSourcedIdsResults = struct("vt.tools.net_analysis.CrowdSourcedIdsResults", {});

const BehaviourSummary = struct(
  "vt.fileanalysis.BehaviourSummary",
  {
    files_opened: field.array(field.string()),
    files_written: field.array(field.string()),
    files_deleted: field.array(field.string()),
    files_copied: field.array(FileCopy),
    files_attribute_changed: field.array(field.string()),
    files_dropped: field.array(DroppedFile),
    hosts_file: field.string(),
    processes_list: field.array(ProcessItem),
    processes_created: field.array(field.string()),
    processes_terminated: field.array(field.string()),
    processes_killed: field.array(field.string()),
    processes_injected: field.array(field.string()),
    command_executions: field.array(field.string()),
    services_opened: field.array(field.string()),
    services_created: field.array(field.string()),
    services_started: field.array(field.string()),
    services_stopped: field.array(field.string()),
    services_deleted: field.array(field.string()),
    services_bound: field.array(field.string()),
    windows_searched: field.array(field.string()),
    windows_hidden: field.array(field.string()),
    permissions_checked: field.array(PermissionCheck),
    permissions_requested: field.array(field.string()),
    mutexes_opened: field.array(field.string()),
    mutexes_created: field.array(field.string()),
    signals_observed: field.array(field.string()),
    signals_hooked: field.array(field.string()),
    modules_loaded: field.array(field.string()),
    calls_highlighted: field.array(field.string()),
    invokes: field.array(field.string()),
    crypto_algorithms_observed: field.array(field.string()),
    crypto_keys: field.array(field.string()),
    crypto_plain_text: field.array(field.string()),
    encoding_algorithms_observed: field.array(field.string()),
    text_decoded: field.array(field.string()),
    text_highlighted: field.array(field.string()),
    traits: field.array(field.enumeration(BehaviourTrait)),
    databases_opened: field.array(field.string()),
    databases_deleted: field.array(field.string()),
    registry_keys_opened: field.array(field.string()),
    registry_keys_set: field.array(FileanalysisKeyValue),
    registry_keys_deleted: field.array(field.string()),
    system_property_lookups: field.array(field.string()),
    system_property_sets: field.array(FileanalysisKeyValue),
    shared_preferences_lookups: field.array(field.string()),
    shared_preferences_sets: field.array(FileanalysisKeyValue),
    content_model_observers: field.array(field.string()),
    content_model_sets: field.array(FileanalysisKeyValue),
    activities_started: field.array(field.string()),
    http_conversations: field.array(HttpConversation),
    dns_lookups: field.array(DnsLookup),
    ip_traffic: field.array(IpTraffic),
    sms_sent: field.array(Sms),
    verdicts: field.array(field.enumeration(BehaviourVerdict)),
    verdict_confidence: field.i32(),
    verdict_labels: field.array(field.string()),
    ja3_digests: field.array(field.string()),
    memory_pattern_ips: field.array(field.string()),
    memory_pattern_domains: field.array(field.string()),
    memory_pattern_urls: field.array(field.string()),
    smtp_conversations: field.array(SmtpConversation),
    ids_alerts: field.array(CrowdSourcedIdsResults),
    tls: field.array(TLS),
    mitre_attack_techniques: field.array(MitreAttackTechnique),
    sigma_analysis_results: field.array(SigmaMatch),
    signature_matches: field.array(SignatureMatch),
    mbc: field.array(MalwareBehaviorCatalog),
  },
  { absent: "zero" },
);

const Permutation = enumeration("Permutation", {
  ALL: 0x1f,
  TYPO: 1,
  HOMOGLYPH: 2,
  HYPHENATION: 4,
  SUBDOMAIN: 8,
  BITSQUATTING: 0x10,
});

/** What rules see of the module `vt`. */
export const vtSchema: ModuleSchema = moduleSchema({
  name: "vt",
  absent: "zero",
  fields: {
    metadata: field.struct(FileInLiveHunt, filesOnly("vt.metadata")),
    behaviour: field.struct(BehaviourSummary, filesOnly("vt.behaviour")),
    net: field.struct(EnrichedNetloc, notForFiles),
    Http: field.struct(struct("vt.Http", {}, { enumerations: [Method] })),
    Net: field.struct(struct("vt.Net", {}, { enumerations: [Protocol] })),
    SignatureMatch: field.struct(struct("vt.SignatureMatch", {}, { enumerations: [SignatureFormat] })),
    SigmaRule: field.struct(struct("vt.SigmaRule", {}, { enumerations: [Level] })),
    Domain: field.struct(struct("vt.Domain", {}, { enumerations: [Permutation] })),
  },
  enumerations: [FileType, GtiVerdict, GtiSeverity, BehaviourTrait, BehaviourVerdict, ImpactSeverity],
});
