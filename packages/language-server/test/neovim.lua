-- Opens a file of rules in Neovim, with the server attached, and does what a user does; writes what came of it as JSON.
local command = vim.json.decode(vim.env.TYARA_SERVER)
local report = {}

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then
    report.problem = what
    error(what)
  end
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

-- Asks the server about the place of some text in the buffer, `column` characters behind its begin.
local function ask(method, text, column, more)
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local start = line:find(text, 1, true)
    if start then
      vim.api.nvim_win_set_cursor(0, { number, start - 1 + column })
      break
    end
  end
  local client = vim.lsp.get_client_by_id(report.client)
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  for key, value in pairs(more or {}) do
    params[key] = value
  end
  local answers = vim.lsp.buf_request_sync(0, method, params, 20000) or {}
  for _, answer in pairs(answers) do
    return answer.result
  end
end

local function run()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.TYARA_RULES))
  vim.bo.filetype = "yara"
  local config = { name = "tyara", cmd = command, root_dir = vim.fn.getcwd() }
  if vim.lsp.start then
    report.client = vim.lsp.start(config)
  else
    report.client = vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(0, report.client)
  end
  wait("the server starts", function()
    local client = vim.lsp.get_client_by_id(report.client)
    return client ~= nil and client.server_capabilities ~= nil
  end)
  wait("diagnostics arrive", function()
    return #vim.diagnostic.get(0) > 0
  end)
  report.diagnostics = vim.tbl_map(function(one)
    return one.code or one.user_data.lsp.code
  end, vim.diagnostic.get(0))

  local encoding = vim.lsp.get_client_by_id(report.client).offset_encoding
  local completion = ask("textDocument/completion", "pe.is", 3)
  report.completion = vim.tbl_map(function(item)
    return item.label
  end, completion.items or completion)

  report.hover = ask("textDocument/hover", "$needle at", 2).contents.value

  vim.lsp.util.apply_workspace_edit(ask("textDocument/rename", "$needle at", 2, { newName = "found" }), encoding)
  report.renamed = lines()

  local fix
  for _, action in ipairs(ask("textDocument/codeAction", 'import "pe"', 0, {
    range = { start = { line = 0, character = 0 }, ["end"] = { line = 20, character = 0 } },
    context = { diagnostics = vim.tbl_map(function(one)
      return {
        range = {
          start = { line = one.lnum, character = one.col },
          ["end"] = { line = one.end_lnum, character = one.end_col },
        },
        message = one.message,
        severity = one.severity,
        code = one.code or one.user_data.lsp.code,
        data = one.user_data.lsp.data,
      }
    end, vim.diagnostic.get(0)) },
  })) do
    if action.isPreferred then
      fix = fix or action
    end
  end
  report.fix = fix.title
  vim.lsp.util.apply_workspace_edit(fix.edit, encoding)
  report.fixed = lines()

  local edits = ask("textDocument/formatting", "rule", 0, { options = { tabSize = 4, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, 0, encoding)
  report.formatted = lines()

  wait("no diagnostics are left", function()
    return #vim.diagnostic.get(0) == 0
  end)
end

local ok, problem = pcall(run)
if not ok then
  report.problem = tostring(problem)
end
vim.fn.writefile({ vim.json.encode(report) }, vim.env.TYARA_REPORT)
vim.cmd("qall!")
